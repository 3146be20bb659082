namespace FineTune.Classification;

/// <summary>Turns the rows of a split into what a model takes: token columns, and labels where there are any.</summary>
internal sealed class SplitEncoder(PreTrainedTokenizer tokenizer, TaskColumns columns, LabelSet labels, int maxLength, bool padToMaxLength)
{
    /// <exception cref="RunException">Labels are missing or unknown.</exception>
    public Dataset Encode(TaskSplit split, bool withLabels, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<BatchEncoding> encodings = EncodeTexts(split.Rows, cancellationToken);
        List<(string, System.Collections.IEnumerable)> result = [];
        foreach (string key in encodings[0].Keys)
        {
            result.Add((key, encodings.Select(encoding => (int[])encoding[key]!).ToArray()));
        }

        if (withLabels)
        {
            result.Add(("labels", LabelReader.Read(split, columns.Label, labels)));
        }

        return Dataset.FromColumns(result);
    }

    /// <summary>Gets how many tokens each row has before truncation, special ones included.</summary>
    public IEnumerable<int> Lengths(Dataset rows, CancellationToken cancellationToken)
    {
        (string[] first, string[]? second) = Texts(rows);
        return tokenizer.EncodeBatch(first, second, truncation: false, cancellationToken: cancellationToken).Select(encoding => encoding.InputIds.Length);
    }

    private IReadOnlyList<BatchEncoding> EncodeTexts(Dataset rows, CancellationToken cancellationToken)
    {
        (string[] first, string[]? second) = Texts(rows);
        return tokenizer.EncodeBatch(
            first, second, padToMaxLength ? PaddingStrategy.MaxLength : PaddingStrategy.DoNotPad, true, maxLength,
            cancellationToken: cancellationToken);
    }

    private (string[] First, string[]? Second) Texts(Dataset rows)
    {
        string[] first = new string[rows.NumRows];
        string[]? second = columns.IsPair ? new string[rows.NumRows] : null;
        for (int i = 0; i < first.Length; i++)
        {
            Example row = rows[i];
            first[i] = columns.First(row);
            if (second is not null)
            {
                second[i] = columns.Second(row)!;
            }
        }

        return (first, second);
    }
}
