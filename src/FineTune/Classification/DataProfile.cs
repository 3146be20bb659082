namespace FineTune.Classification;

/// <summary>What a look at the files tells about how to train on them.</summary>
internal sealed class DataProfile
{
    private const int Shown = 12;
    private const double Share = 0.99;
    private const double TokensPerWord = 1.5;
    private static readonly int[] s_lengths = [32, 64, 128, 256, 512];
    private static readonly string[] s_labelNames = ["label", "labels", "class", "category", "target", "intent", "sentiment", "topic", "tag"];

    private DataProfile(RunArguments run, IReadOnlyDictionary<string, TaskSplit> splits, TaskColumns columns, LabelSet labels, IReadOnlyList<int> lengths, bool areTokens)
    {
        (Train, Validation, Test) = (splits["train"], splits.GetValueOrDefault("validation"), splits.GetValueOrDefault("test"));
        (Columns, Labels) = (columns, labels);
        int longest = lengths.Max();
        int most = lengths.Order().ElementAt((int)Math.Min(lengths.Count - 1, Math.Floor(Share * lengths.Count)));
        MaxSeqLength = s_lengths.FirstOrDefault(length => length >= most, s_lengths[^1]);
        LengthWords = (areTokens ? string.Empty : "about, by the number of words: ")
            + $"99 % of the training texts have up to {GroupedNumber.Text(most)} tokens, the longest {GroupedNumber.Text(longest)}; what is longer is cut";
        Counts = SplitReport.Count(Train, columns.Label, labels);
        BestMetric = ChooseMetric([.. RunMetrics.Keys(run, labels) ?? []]);
    }

    public TaskSplit Train { get; }

    public TaskSplit? Validation { get; }

    public TaskSplit? Test { get; }

    public TaskColumns Columns { get; }

    public LabelSet Labels { get; }

    public int MaxSeqLength { get; }

    public string LengthWords { get; }

    public IReadOnlyList<KeyValuePair<string, int>> Counts { get; }

    /// <summary>Gets how many times the rows of the rarest label the most frequent one has.</summary>
    public double Imbalance => Counts.Count < 2 ? 1 : Counts.Max(count => count.Value) / (double)Math.Max(1, Counts.Min(count => count.Value));

    /// <summary>Gets whether rare labels should count for more, which is for one label a row.</summary>
    public bool WantsWeights => Labels.Problem == ProblemType.SingleLabelClassification && Imbalance >= 10;

    /// <summary>Gets which of the metrics that the run computes the best model is chosen by.</summary>
    public string BestMetric { get; }

    public string LabelWords => Labels.Problem == ProblemType.Regression
        ? "a number to predict"
        : $"{Counts.Count} labels{(Labels.Problem == ProblemType.MultiLabelClassification ? ", several a row" : string.Empty)}: "
            + string.Join(", ", Counts.Take(Shown).Select(count => $"{count.Key} {GroupedNumber.Text(count.Value)}")) + (Counts.Count > Shown ? $", and {Counts.Count - Shown} more" : string.Empty);

    /// <summary>Reads the files.</summary>
    /// <exception cref="RunException">They cannot be trained on.</exception>
    public static DataProfile Of(RunArguments run, List<string> warnings, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, TaskSplit> splits = TaskFiles.Load(run, true, run.ValidationFile is not null, run.TestFile is not null, warnings);
        Dataset rows = splits["train"].Rows;
        if (!rows.ColumnNames.Contains(run.LabelColumnName) && GuessLabel(rows) is { } guess)
        {
            warnings.Add($"{splits["train"].File} has no column \"{run.LabelColumnName}\"; \"{guess}\" is taken as the label. Name another with --label_column_name.");
            run = run with { LabelColumnName = guess };
        }

        TaskColumns columns = RunPreparation.FindColumns(run, splits, warnings);
        LabelSet labels = LabelSet.FromTraining(splits["train"], run);
        PreTrainedTokenizer? tokenizer = run.ModelNameOrPath is null ? null : RunPreparation.LoadTokenizer(run);
        string[] first = [.. rows.Select(columns.First)];
        string[]? second = columns.IsPair ? [.. rows.Select(row => columns.Second(row)!)] : null;
        IReadOnlyList<int> lengths = tokenizer is null
            ? [.. first.Zip(second ?? first, (a, b) => (int)(TokensPerWord * (Words(a) + (second is null ? 0 : Words(b)))) + 3)]
            : [.. tokenizer.EncodeBatch(first, second, truncation: false, cancellationToken: cancellationToken).Select(encoding => encoding.InputIds.Length)];
        return new DataProfile(run, splits, columns, labels, lengths, tokenizer is not null);
    }

    private string ChooseMetric(IReadOnlyList<string> computed)
    {
        string usual = Labels.Problem switch
        {
            ProblemType.Regression => "pearson",
            ProblemType.MultiLabelClassification => "f1_micro",
            _ => Imbalance >= 3 ? "f1" : "accuracy",
        };
        return computed.Contains(usual) ? usual : computed.FirstOrDefault("loss");
    }

    /// <summary>A column by one of the usual names, else the only one that has few values again and again.</summary>
    private static string? GuessLabel(Dataset rows)
    {
        if (s_labelNames.Select(name => rows.ColumnNames.FirstOrDefault(column => column.Equals(name, StringComparison.OrdinalIgnoreCase))).FirstOrDefault(found => found is not null) is { } usual)
        {
            return usual;
        }

        string[] few = [.. rows.ColumnNames.Where(column => rows[column].Select(value => Cell.Of(value).Text).Distinct().Take(101).Count() is >= 2 and <= 100 and var different && different * 5 <= rows.NumRows)];
        return few.Length == 1 ? few[0] : null;
    }

    private static int Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
}
