namespace FineTune.Classification;

/// <summary>Turns the rows of a split into what a model takes: token columns, and labels where there are any.</summary>
internal sealed class SplitEncoder(
    PreTrainedTokenizer tokenizer, PretrainedConfig config, TaskColumns columns, LabelSet labels, int maxLength, bool padToMaxLength)
{
    private readonly TokenCheck _check = new(tokenizer, config);

    /// <exception cref="RunException">Labels are missing or unknown, or the model has no embedding for a token.</exception>
    public Dataset Encode(TaskSplit split, bool withLabels, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<BatchEncoding> encodings = EncodeTexts(split.Rows, cancellationToken);
        _check.Require(split, encodings.Index(), row => columns.Key(split.Rows[row]));
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
    /// <exception cref="RunException">The model has no embedding for a token of a row as it will be cut.</exception>
    public IEnumerable<int> Lengths(TaskSplit split, CancellationToken cancellationToken)
    {
        (string[] first, string[]? second) = Texts(split.Rows);
        IReadOnlyList<BatchEncoding> whole = tokenizer.EncodeBatch(first, second, truncation: false, cancellationToken: cancellationToken);
        _check.Require(split, whole.Index()
            .Where(row => !_check.IsFine(row.Item))
            .Select(row => (row.Index, tokenizer.Encode(first[row.Index], second?[row.Index], truncation: true, maxLength: maxLength))), row => columns.Key(split.Rows[row]));
        return whole.Select(encoding => encoding.InputIds.Length);
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
