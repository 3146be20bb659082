namespace FineTune.Training;

/// <summary>What a model card says of one data set: its rows, their lengths and labels.</summary>
internal sealed record CardSplit
{
    private const string InputIds = "input_ids";
    private const string AttentionMask = "attention_mask";

    public required string Name { get; init; }

    public required int Rows { get; init; }

    /// <summary>Gets the numbers of tokens in ascending order, padding not counted; empty when the rows have none.</summary>
    public required IReadOnlyList<int> Lengths { get; init; }

    /// <summary>Gets how many rows have each label, by its id; null when labels are no classes.</summary>
    public required IReadOnlyList<long>? LabelCounts { get; init; }

    /// <summary>Looks at a data set; null when it cannot be gone through twice.</summary>
    public static CardSplit? Of(string name, IEnumerable<Example>? dataset, bool hasSeveralLabels)
    {
        if (dataset is not IReadOnlyList<Example> rows)
        {
            return null;
        }

        return new CardSplit
        {
            Name = name,
            Rows = rows.Count,
            Lengths = [.. rows.Select(Length).Where(length => length > 0).Order()],
            LabelCounts = hasSeveralLabels ? TrainingLabels.CountSeveral(rows)?.Positive : TrainingLabels.CountClasses(rows),
        };
    }

    /// <summary>Gets the texts of the first rows with a label, as far as the tokenizer can tell them.</summary>
    public static IReadOnlyList<string> Examples(IEnumerable<Example>? dataset, PreTrainedTokenizer? tokenizer, int label, int count)
    {
        if (dataset is not IReadOnlyList<Example> rows || tokenizer is null)
        {
            return [];
        }

        List<string> texts = [];
        foreach ((Example row, object? value) in rows.Zip(TrainingLabels.Of(rows)))
        {
            if (texts.Count == count)
            {
                break;
            }

            if (HasLabel(value, label) && row.GetValueOrDefault(InputIds) is System.Collections.IEnumerable ids)
            {
                texts.Add(tokenizer.Decode([.. ids.Cast<object>().Select(id => Convert.ToInt32(id, System.Globalization.CultureInfo.InvariantCulture))], skipSpecialTokens: true));
            }
        }

        return texts;
    }

    private static bool HasLabel(object? value, int label) => value switch
    {
        null or string => false,
        System.Collections.IEnumerable flags => flags.Cast<object>().ElementAtOrDefault(label) is IConvertible flag
            && flag.ToDouble(System.Globalization.CultureInfo.InvariantCulture) > 0.5,
        IConvertible id => id.ToDouble(System.Globalization.CultureInfo.InvariantCulture) == label,
        _ => false,
    };

    private static int Length(Example row) => row.GetValueOrDefault(AttentionMask) switch
    {
        int[] mask => mask.Length - mask.AsSpan().Count(0),
        long[] mask => mask.Length - mask.AsSpan().Count(0L),
        System.Collections.IEnumerable mask => mask.Cast<object>().Count(flag => Convert.ToInt64(flag, System.Globalization.CultureInfo.InvariantCulture) != 0),
        _ => (row.GetValueOrDefault(InputIds) as System.Collections.ICollection)?.Count ?? 0,
    };
}
