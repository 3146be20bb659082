namespace FineTune.Tests.Training;

/// <summary>A Trainer refuses to train on, evaluate on or predict nothing, and names the property.</summary>
public sealed class EmptyDataTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void No_evaluation_data_is_allowed()
    {
        Dataset? none = null;

        TrainOutput output = Make(Rows(4), none).Train();

        Assert.Equal(1, output.GlobalStep);
        Assert.Null((EvalDatasets?)none);
        Assert.Null((EvalDatasets?)(DatasetDict?)null);
        Assert.Null((EvalDatasets?)(List<Example>?)null);
    }

    public static TheoryData<string, string> Refused => new()
    {
        { "train null", "Set the Trainer's TrainDataset." },
        { "train empty", "The Trainer's TrainDataset has no rows: there is nothing to train on." },
        { "train empty list", "The Trainer's TrainDataset has no rows" },
        { "evaluate null", "Set the Trainer's EvalDataset, or pass a data set to Evaluate." },
        { "evaluate empty", "EvalDataset, or what Evaluate was given) has no rows: there is nothing to evaluate on." },
        { "evaluate given empty", "has no rows: there is nothing to evaluate on." },
        { "evaluate no sets", "EvalDataset has no data set" },
        { "evaluate one empty of two", "The data of the evaluation \"eval_b\"" },
        { "predict empty", "The data given to Predict has no rows: there is nothing to predict." },
        { "train with evaluation, null", "Set the Trainer's EvalDataset, or eval_strategy no." },
        { "train with evaluation, empty", "has no rows: there is nothing to evaluate on." },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Nothing_to_work_on_is_refused(string what, string expected)
    {
        Action act = what switch
        {
            "train null" => () => Make(null, Rows(2)).Train(),
            "train empty" => () => Make(Rows(0), null).Train(),
            "train empty list" => () => Make(new List<Example>(), null).Train(),
            "evaluate null" => () => Make(null, null).Evaluate(),
            "evaluate empty" => () => Make(null, Rows(0)).Evaluate(),
            "evaluate given empty" => () => Make(null, Rows(2)).Evaluate(Rows(0)),
            "evaluate no sets" => () => Make(null, new Dictionary<string, Dataset>()).Evaluate(),
            "evaluate one empty of two" => () => Make(null, new Dictionary<string, Dataset> { ["a"] = Rows(2), ["b"] = Rows(0) }).Evaluate(),
            "predict empty" => () => Make(null, null).Predict(Rows(0)),
            "train with evaluation, null" => () => Make(Rows(4), null, IntervalStrategy.Epoch).Train(),
            _ => () => Make(Rows(4), Rows(0), IntervalStrategy.Epoch).Train(),
        };

        Assert.Contains(expected, Assert.ThrowsAny<ArgumentException>(act).Message);
    }

    private static Dataset Rows(int count)
    {
        int[][] ids = [.. Enumerable.Range(0, count).Select(i => new[] { 2, 5 + i, 3 })];
        return count == 0 ? Rows(1).Take(0) : Dataset.FromColumns(("input_ids", ids), ("labels", Enumerable.Range(0, count).Select(i => i % 2).ToArray()));
    }

    private Trainer Make(IEnumerable<Example>? train, EvalDatasets? eval, IntervalStrategy strategy = IntervalStrategy.No)
    {
        BertConfig config = new() { VocabSize = 30, HiddenSize = 8, NumHiddenLayers = 1, NumAttentionHeads = 2, IntermediateSize = 8, MaxPositionEmbeddings = 8 };
        return new Trainer(
            AutoModelForSequenceClassification.FromConfig(config),
            new TrainingArguments { OutputDir = _folder.Path, MaxSteps = 1, PerDeviceTrainBatchSize = 4, EvalStrategy = strategy, SaveStrategy = SaveStrategy.No, DisableTqdm = true, ReportTo = [] })
        {
            TrainDataset = train,
            EvalDataset = eval,
        };
    }
}
