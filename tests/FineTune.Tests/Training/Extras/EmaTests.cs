using FineTune.Tests.Training.Checkpoints;
using FineTune.Tests.Training.Runs;
using FineTune.Training;

namespace FineTune.Tests.Training.Extras;

/// <summary>An average of weights: what is evaluated, saved and left; what a run goes on from. The numbers are in ExtrasGoldenTests.</summary>
public sealed class EmaTests : IDisposable
{
    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Training_is_the_same_with_and_without_an_average()
    {
        double[] without = TinyTrainer.Losses(Train(Args() with { EmaDecay = null }));

        Assert.Equal(without, TinyTrainer.Losses(Train(Args())));
    }

    [Fact]
    public void A_checkpoints_model_is_what_was_evaluated()
    {
        Trainer trainer = Train(Args());
        double evaluated = trainer.State.LogHistory.Last(entry => entry.ContainsKey("eval_loss") && entry["step"] == 4)["eval_loss"];
        TinyClassifier saved = new();
        WeightsArtefact.Load(saved, _folder.File("checkpoint-4"), trainer.Messages);

        double again = TinyTrainer.Make(TinyTrainer.Args(_folder.File("again")), saved).Evaluate()["eval_loss"];

        Assert.Equal(evaluated, again);
    }

    [Fact]
    public void The_average_is_left_in_the_model_and_saved()
    {
        Trainer trainer = Train(Args());

        trainer.SaveModel(_folder.File("final"));

        TinyClassifier saved = new();
        WeightsArtefact.Load(saved, _folder.File("final"), trainer.Messages);
        TinyClassifier last = new();
        WeightsArtefact.Load(last, _folder.File("checkpoint-6"), trainer.Messages);
        Assert.Equal(TinyTrainer.Weights(trainer), saved.Parameters().SelectMany(parameter => parameter.ToArray()));
        Assert.Equal(TinyTrainer.Weights(trainer), last.Parameters().SelectMany(parameter => parameter.ToArray()));
        Assert.NotEqual(TinyTrainer.Weights(trainer), TinyTrainer.Weights(Train(Args() with { EmaDecay = null })));
    }

    [Fact]
    public void Rows_of_an_embedding_that_no_batch_used_are_averaged_too()
    {
        Averaging own = new(0.7f);
        Trainer trainer = new(AutoModelForSequenceClassification.FromPretrained(Golden.Path("models", "bert-tiny")), Args() with { EmaDecay = 0.7, WeightDecay = 0.1 })
        {
            TrainDataset = Enumerable.Range(0, 12).Select(i => new Example(new Dictionary<string, object?> { ["input_ids"] = new long[] { 2, 5 + i, 3 }, ["labels"] = (long)(i % 3) })).ToList(),
            EvalDataset = new List<Example> { new(new Dictionary<string, object?> { ["input_ids"] = new long[] { 2, 30, 3 }, ["labels"] = 1L }) },
            Callbacks = [own, new PrinterCallback { Output = TextWriter.Null }],
        };

        _ = trainer.Train();

        Assert.Equal(own.Average, TinyTrainer.Weights(trainer));
    }

    [Fact]
    public void The_best_model_is_an_average()
    {
        Trainer trainer = Train(Args() with { LoadBestModelAtEnd = true, MetricForBestModel = "loss", GreaterIsBetter = true });

        double best = trainer.Evaluate()["eval_loss"];

        Assert.Equal(trainer.State.BestMetric, best);
    }

    [Fact]
    public void An_average_that_is_begun_or_given_up_by_a_resumed_run_is_said_so()
    {
        List<string> messages = [];
        Train(Args() with { EmaDecay = null, MaxSteps = 4 });
        Trainer begun = Make(Args(), messages);
        begun.Train(ResumeFrom.LastCheckpoint);
        Trainer givenUp = Make(Args() with { EmaDecay = null, MaxSteps = 8 }, messages);
        givenUp.Train(ResumeFrom.LastCheckpoint);

        Assert.Contains(messages, message => message.Contains("ema_decay begins one", StringComparison.Ordinal));
        Assert.Contains(messages, message => message.Contains("which is given up", StringComparison.Ordinal));
    }

    [Fact]
    public void Weights_of_another_model_are_refused()
    {
        string path = _folder.File(TrainedWeightsArtefact.FileName);
        SafetensorsFile.Save(path, [new SafetensorsTensor("other", Tensor.Zeros(new Shape(2)))]);

        string message = Assert.Throws<CheckpointException>(() => TrainedWeightsArtefact.Load(new TinyClassifier(), _folder.Path)).Message;

        Assert.Contains("holds other in the shape (2), which the model does not have", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1.0, OptimizerNames.AdamwTorch, "below 1")]
    [InlineData(0.9, OptimizerNames.ScheduleFreeAdamw, "both average")]
    public void What_makes_no_sense_is_refused(double decay, OptimizerNames optimizer, string advice) =>
        Assert.Contains(advice, Assert.Throws<TrainingArgumentsException>(new TrainingArguments { EmaDecay = decay, Optim = optimizer }.Validate).Message, StringComparison.Ordinal);

    private TrainingArguments Args() => TinyTrainer.Args(_folder) with
    {
        MaxSteps = 6,
        EmaDecay = 0.8,
        EvalStrategy = IntervalStrategy.Steps,
        EvalSteps = 2,
        SaveStrategy = SaveStrategy.Steps,
        SaveSteps = 2,
    };

    private static Trainer Train(TrainingArguments args)
    {
        Trainer trainer = TinyTrainer.Make(args);
        _ = trainer.Train();
        return trainer;
    }

    private static Trainer Make(TrainingArguments args, List<string> messages) => new(new TinyClassifier(), args)
    {
        TrainDataset = TinyData.Rows(20),
        EvalDataset = TinyData.Rows(9, 1),
        Callbacks = [new PrinterCallback { Output = TextWriter.Null }],
        Logger = new ListLogger(messages),
    };

    /// <summary>Averages every weight by itself, in torch's roundings.</summary>
    private sealed class Averaging(float decay) : TrainerCallback
    {
        public float[] Average { get; private set; } = [];

        public override void OnTrainBegin(TrainerContext context) => Average = Weights(context);

        public override void OnOptimizerStep(TrainerContext context)
        {
            float[] now = Weights(context);
            float share = (float)(1 - (double)decay);
            Average = [.. Average.Zip(now, (average, weight) => share < 0.5f
                ? MathF.FusedMultiplyAdd(share, weight - average, average)
                : MathF.FusedMultiplyAdd(-(weight - average), 1 - share, weight))];
        }

        private static float[] Weights(TrainerContext context) => [.. context.Model!.Parameters().SelectMany(parameter => parameter.ToArray())];
    }

    private sealed class ListLogger(List<string> messages) : Microsoft.Extensions.Logging.ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(Microsoft.Extensions.Logging.LogLevel logLevel) => true;

        public void Log<TState>(
            Microsoft.Extensions.Logging.LogLevel logLevel, Microsoft.Extensions.Logging.EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            messages.Add(formatter(state, exception));
    }
}
