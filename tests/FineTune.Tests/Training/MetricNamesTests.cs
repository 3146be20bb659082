using FineTune.Tests.Training.Runs;

namespace FineTune.Tests.Training;

/// <summary>A metric that nobody computes is found out before the first step, and looking leaves no trace.</summary>
public sealed class MetricNamesTests : IDisposable
{
    private readonly RunFolder _folder = new();
    private readonly List<int> _evaluated = [];
    private int _trained;

    [Theory]
    [InlineData("accuray", "found no eval_accuray; it found eval_loss, eval_accuracy, eval_runtime")]
    [InlineData("eval_f1", "found no eval_f1")]
    [InlineData("acuracy", "Did you mean eval_accuracy?")]
    public void A_metric_nobody_computes_fails_before_the_first_step_with_those_there_are(string name, string expected)
    {
        Trainer trainer = Make(Evaluating() with { MetricForBestModel = name, LoadBestModelAtEnd = true });

        ArgumentException exception = Assert.Throws<ArgumentException>(() => trainer.Train());

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.Equal(0, _trained);
        Assert.Empty(trainer.State.LogHistory);
    }

    [Fact]
    public void A_metric_of_one_of_several_data_sets_carries_its_name()
    {
        EvalDatasets both = EvalDatasets.From<List<Example>>([new("a", TinyData.Rows(9, 1)), new("b", TinyData.Rows(9, 2))]);

        ArgumentException exception = Assert.Throws<ArgumentException>(() =>
            Make(Evaluating() with { MetricForBestModel = "accuracy" }, both).Train());
        TrainOutput output = Make(Evaluating() with { MetricForBestModel = "b_accuracy" }, both).Train();

        Assert.Contains("eval_a_loss, eval_a_accuracy", exception.Message, StringComparison.Ordinal);
        Assert.Equal(5, output.GlobalStep);
    }

    [Fact]
    public void A_schedule_that_follows_a_metric_fails_as_soon()
    {
        Trainer trainer = Make(Evaluating() with { LrSchedulerType = SchedulerType.ReduceOnPlateau, MetricForBestModel = "f1" });

        Assert.Contains("eval_f1", Assert.Throws<ArgumentException>(() => trainer.Train()).Message, StringComparison.Ordinal);
        Assert.Equal(0, _trained);
    }

    [Fact]
    public void Looking_evaluates_a_few_rows_and_tells_no_one()
    {
        EventRecorder recorder = null!;
        Trainer trainer = null!;
        recorder = new EventRecorder(() => trainer.Generator);
        trainer = Make(Evaluating() with { MetricForBestModel = "accuracy" }, callbacks: recorder);
        byte[] random = trainer.Generator.GetState();

        _ = trainer.Train();

        string seeded = Convert.ToHexStringLower(System.Security.Cryptography.SHA1.HashData(random))[..8];
        Assert.Equal(["init_end 0 " + seeded, "train_begin 0 " + seeded], recorder.Events.Take(2));
        Assert.Equal([4, 9], _evaluated);
        Assert.Equal(3, recorder.Events.Count(name => name.StartsWith("prediction_step", StringComparison.Ordinal)));
        Assert.DoesNotContain(trainer.State.LogHistory, entry => entry.ContainsKey("eval_model_preparation_time"));
    }

    [Fact]
    public void A_metric_that_needs_more_rows_does_not_stop_the_run()
    {
        Trainer trainer = Make(
            Evaluating() with { MetricForBestModel = "auc" },
            metrics: prediction => prediction.LabelIds.Length < 9 ? throw new InvalidOperationException("one class only") : new Dictionary<string, double> { ["auc"] = 1 });

        Assert.Equal(5, trainer.Train().GlobalStep);
    }

    [Fact]
    public void Data_that_can_be_read_only_once_is_left_for_the_evaluation()
    {
        int passes = 0;
        IEnumerable<Example> Once()
        {
            passes++;
            foreach (Example row in TinyData.Rows(9, 1))
            {
                yield return row;
            }
        }

        _ = Make(Evaluating() with { MetricForBestModel = "accuracy" }, EvalDatasets.From(Once())).Train();

        Assert.Equal(1, passes);
    }

    public void Dispose() => _folder.Dispose();

    private TrainingArguments Evaluating() => TinyTrainer.Args(_folder) with { EvalStrategy = IntervalStrategy.Epoch, SaveStrategy = SaveStrategy.Epoch };

    private Trainer Make(
        TrainingArguments args,
        EvalDatasets? data = null,
        Func<EvalPrediction, IReadOnlyDictionary<string, double>>? metrics = null,
        params TrainerCallback[] callbacks) =>
        new(new TinyClassifier { OnForward = (model, _) => _trained += model.Training ? 1 : 0 }, args)
        {
            TrainDataset = TinyData.Rows(20),
            EvalDataset = data ?? TinyData.Rows(9, 1),
            ComputeMetrics = metrics ?? Accuracy,
            Callbacks = [new PrinterCallback { Output = TextWriter.Null }, .. callbacks],
            Logger = Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance,
        };

    private IReadOnlyDictionary<string, double> Accuracy(EvalPrediction prediction)
    {
        _evaluated.Add(prediction.LabelIds.Length);
        return GoldenRunTests.Accuracy(prediction);
    }
}
