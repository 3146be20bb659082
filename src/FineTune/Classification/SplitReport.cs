namespace FineTune.Classification;

/// <summary>What is known of one split: its rows, labels and lengths.</summary>
internal sealed record SplitReport
{
    public required string Name { get; init; }

    public required string File { get; init; }

    public required int Rows { get; init; }

    /// <summary>Gets how many rows have a text that is empty or only white space.</summary>
    public required int EmptyRows { get; init; }

    /// <summary>Gets how many rows repeat an earlier row's text.</summary>
    public required int DuplicatedRows { get; init; }

    /// <summary>Gets how many rows have a text that the training split has too; 0 for the training split.</summary>
    public required int RowsSharedWithTrain { get; init; }

    /// <summary>Gets how many rows each label has; empty for regression, and for rows without labels.</summary>
    public required IReadOnlyList<KeyValuePair<string, int>> LabelCounts { get; init; }

    /// <summary>Gets each row's tokens after truncation.</summary>
    public required IReadOnlyList<int> Lengths { get; init; }

    /// <summary>Gets how many rows truncation shortens.</summary>
    public required int TruncatedRows { get; init; }

    /// <summary>Gets how many tokens there are before truncation.</summary>
    public required long Tokens { get; init; }

    /// <summary>Gets how many of them truncation removes.</summary>
    public required long TruncatedTokens { get; init; }

    /// <exception cref="RunException">Labels are missing or unknown.</exception>
    public static SplitReport Of(RunPreparation run, TaskSplit split, CancellationToken cancellationToken)
    {
        int[] whole = [.. run.Encoder.Lengths(split, cancellationToken)];
        int[] cut = [.. whole.Select(length => Math.Min(length, run.MaxLength))];
        string[] texts = [.. split.Rows.Select(run.Columns.Key)];
        HashSet<string>? train = split.Name != "train" && run.Splits.TryGetValue("train", out TaskSplit? other)
            ? [.. other.Rows.Select(run.Columns.Key)]
            : null;
        return new SplitReport
        {
            Name = split.Name,
            File = split.File,
            Rows = split.Rows.NumRows,
            EmptyRows = split.Rows.Count(run.Columns.IsEmpty),
            DuplicatedRows = texts.Length - texts.Distinct(StringComparer.Ordinal).Count(),
            RowsSharedWithTrain = train is null ? 0 : texts.Count(train.Contains),
            LabelCounts = run.HasLabels(split) ? Count(split, run.Columns.Label, run.Labels) : [],
            Lengths = cut,
            TruncatedRows = whole.Count(length => length > run.MaxLength),
            Tokens = whole.Sum(length => (long)length),
            TruncatedTokens = whole.Sum(length => (long)length) - cut.Sum(length => (long)length),
        };
    }

    /// <summary>Gets how many rows have up to 8, 16, 32, ... tokens.</summary>
    public IEnumerable<(int UpTo, int Rows)> Histogram()
    {
        int longest = Lengths.Max();
        int from = 0;
        for (int to = 8; from < longest; (from, to) = (to, to * 2))
        {
            (int low, int high) = (from, to);
            yield return (to, Lengths.Count(length => length > low && length <= high));
        }
    }

    /// <summary>Counts how many rows each label has.</summary>
    internal static KeyValuePair<string, int>[] Count(TaskSplit split, string column, LabelSet labels)
    {
        if (labels.Problem == ProblemType.Regression)
        {
            return [];
        }

        Dictionary<string, int> counts = split.Rows[column].Where(value => Cell.Of(value).Kind != CellKind.Missing).SelectMany(labels.IdsIn).CountBy(id => labels.Names[id]).ToDictionary();
        return [.. labels.Names.Select(name => KeyValuePair.Create(name, counts.GetValueOrDefault(name)))];
    }
}
