using FineTune.Tests.Training.Runs;
using FineTune.Training;

namespace FineTune.Tests.Training;

/// <summary>Trainers whose steps, loaders and evaluations are the caller's own.</summary>
public sealed class OwnStepsTests : IDisposable
{
    private readonly RunFolder _folder = new();

    [Theory]
    [InlineData(0)]
    [InlineData(3)] // Every third label is ignored.
    public void A_loss_may_take_the_labels_out_of_the_batch(int everyIgnored)
    {
        List<Example> rows = [.. TinyData.Rows(20).Select((row, i) => new Example(new Dictionary<string, object?>
        {
            ["input_ids"] = row["input_ids"],
            ["labels"] = everyIgnored > 0 && i % everyIgnored == 0 ? -100L : row["labels"],
        }))];
        TrainingArguments args = TinyTrainer.Args(_folder) with { GradientAccumulationSteps = 2 };
        List<int> evaluated = [];
        Trainer usual = new(new TinyClassifier(), args) { TrainDataset = rows, EvalDataset = rows, ComputeMetrics = Count };
        TakesLabels taking = new(args) { TrainDataset = rows, EvalDataset = rows, ComputeMetrics = Count };

        usual.Train();
        taking.Train();

        Assert.Equal(TinyTrainer.Losses(usual), TinyTrainer.Losses(taking));
        Assert.Equal(TinyTrainer.Weights(usual), TinyTrainer.Weights(taking));
        Assert.Equal(usual.Evaluate()["eval_loss"], taking.Evaluate()["eval_loss"]);
        Assert.Equal([20, 20], evaluated);

        Dictionary<string, double> Count(EvalPrediction prediction)
        {
            evaluated.Add(prediction.LabelIds.Length);
            return [];
        }
    }

    [Theory]
    [InlineData(4, 1)]
    [InlineData(5, 3)]
    [InlineData(4, 1, true)]
    [InlineData(9, 4, true)]
    [InlineData(9, 4)] // As often as a full batch has by the arguments at most, of which the reference repeats as many.
    public void The_last_batch_of_a_loader_of_ones_own_counts_by_the_size_of_its_batches(int size, int last, bool hasSampler = false)
    {
        List<Example> rows = TinyData.Rows(13);
        OwnLoader trainer = new(TinyTrainer.Args(_folder), size, hasSampler);
        double[] losses = [.. rows.Chunk(size).Select(batch => trainer.Evaluate(batch)["eval_loss"])];

        double found = trainer.Evaluate(rows)["eval_loss"];

        double[] counted = [.. losses[..^1].SelectMany(loss => Enumerable.Repeat(loss, 4)), .. Enumerable.Repeat(losses[^1], last)];
        Assert.Equal(counted.Average(), found, 6);
    }

    [Fact]
    public void What_an_evaluation_logs_itself_is_not_told_while_its_metrics_are_looked_for()
    {
        List<int> steps = [];
        TrainingArguments args = TinyTrainer.Args(_folder) with { EvalStrategy = IntervalStrategy.Steps, EvalSteps = 2, MetricForBestModel = "loss" };
        LogsMore trainer = new(args)
        {
            TrainDataset = TinyData.Rows(20),
            EvalDataset = TinyData.Rows(9, 1),
            Callbacks = [new HearsMore(steps)],
        };

        trainer.Train();

        Assert.Equal([2, 4, 5], steps);
        Assert.Equal(4, trainer.Evaluations);
        Assert.Equal(3, trainer.State.LogHistory.Count(entry => entry.ContainsKey("eval_more")));
    }

    [Fact]
    public void A_run_inside_a_run_is_refused_and_the_run_goes_on_afterwards()
    {
        Trainer trainer = null!;
        List<string> refusals = [];
        trainer = TinyTrainer.Make(TinyTrainer.Args(_folder), null, new AtEveryStep(() => refusals.Add(Assert.Throws<InvalidOperationException>(() => trainer.Train()).Message)));

        Assert.Equal(5, trainer.Train().GlobalStep);

        Assert.Equal(5, refusals.Count);
        Assert.StartsWith("This Trainer is training already", refusals[0], StringComparison.Ordinal);
        trainer.RemoveCallback<AtEveryStep>();
        Assert.Equal(5, trainer.Train().GlobalStep);
    }

    [Fact]
    public void A_model_that_is_frozen_as_a_whole_is_refused_with_that_as_the_reason()
    {
        TinyClassifier model = new();
        foreach (Parameter parameter in model.Parameters())
        {
            parameter.RequiresGrad = false;
        }

        string message = Assert.Throws<ArgumentException>(() => TinyTrainer.Make(TinyTrainer.Args(_folder), model).Train()).Message;

        Assert.StartsWith("No parameter of TinyClassifier is trained: RequiresGrad is false for each.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_was_interrupted_before_its_first_step_is_begun_again()
    {
        using CancellationTokenSource source = new();
        source.Cancel();

        string message = Assert.ThrowsAny<OperationCanceledException>(() => TinyTrainer.Make(TinyTrainer.Args(_folder)).Train(cancellationToken: source.Token)).Message;

        Assert.Contains("there is no checkpoint. Run again, with trainer.Train(), from the beginning.", message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private sealed class TakesLabels(TrainingArguments args) : Trainer(new TinyClassifier(), args)
    {
        protected internal override (Tensor Loss, ModelOutput Outputs) ComputeLoss(TrainableModel model, Batch inputs, long? numItemsInBatch = null)
        {
            LongTensor labels = inputs.Labels as LongTensor ?? throw new InvalidOperationException("no labels");
            inputs.Remove("labels");
            ModelOutput outputs = model.Forward(inputs);
            return (Functional.CrossEntropy(outputs.Logits!, labels), outputs);
        }
    }

    private sealed class OwnLoader(TrainingArguments args, int size, bool hasSampler) : Trainer(new TinyClassifier(), args)
    {
        protected internal override DataLoader GetEvalDataLoader(IEnumerable<Example> evalDataset) =>
            evalDataset is IReadOnlyList<Example> rows && hasSampler
                ? new(rows) { BatchSampler = new BatchSampler(new SequentialSampler(rows.Count), size, dropLast: false) }
                : new((IReadOnlyList<Example>)evalDataset) { BatchSize = size };
    }

    private sealed class LogsMore(TrainingArguments args) : Trainer(new TinyClassifier(), args)
    {
        public int Evaluations { get; private set; }

        public override LogEntry Evaluate(EvalDatasets? evalDataset = null, string metricKeyPrefix = "eval", CancellationToken cancellationToken = default)
        {
            Evaluations++;
            LogEntry found = base.Evaluate(evalDataset, metricKeyPrefix, cancellationToken);
            Log(new LogEntry { ["eval_more"] = 2 * found["eval_loss"] });
            return found;
        }
    }

    private sealed class HearsMore(List<int> steps) : TrainerCallback
    {
        public override void OnLog(TrainerContext context, LogEntry logs)
        {
            if (logs.ContainsKey("eval_more"))
            {
                steps.Add(context.State.GlobalStep);
            }
        }
    }

    private sealed class AtEveryStep(Action action) : TrainerCallback
    {
        public override void OnStepEnd(TrainerContext context) => action();
    }
}
