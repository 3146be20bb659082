using FineTune.Tests.Training.Runs;
using FineTune.Training;
using Microsoft.Extensions.Logging.Abstractions;

namespace FineTune.Tests.Training.Extras;

public sealed class FastDevRunTests : IDisposable
{
    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Everything_is_done_a_little_and_nothing_is_left_behind()
    {
        List<string> events = [];
        Trainer trainer = Make(events, args => args with { EvalStrategy = IntervalStrategy.Epoch, SaveStrategy = SaveStrategy.Epoch, LoadBestModelAtEnd = true });

        TrainOutput output = trainer.Train();
        _ = trainer.Evaluate();
        PredictionOutput prediction = trainer.Predict(TinyData.Rows(30));
        trainer.SaveModel(_folder.File("final"));
        trainer.SaveState();

        Assert.Equal(2, output.GlobalStep);
        Assert.Equal(2, trainer.State.LogHistory.Count(entry => entry.ContainsKey("loss")));
        Assert.Contains("checkpoint-2", trainer.State.BestModelCheckpoint!, StringComparison.Ordinal);
        Assert.Equal(8, prediction.Predictions.Shape[0]);
        Assert.Equal(["step", "step", "evaluate", "save", "evaluate", "predict"], events);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
        Assert.True(File.Exists(Path.Combine(trainer.Args.OutputDir, "model.safetensors")));
        Directory.Delete(trainer.Args.OutputDir, recursive: true);
    }

    [Theory]
    [InlineData("warmup_stable_decay", "{\"num_decay_steps\": 500}")]
    [InlineData("cosine", null)]
    public void Schedules_of_many_steps_fit(string schedule, string? kwargs)
    {
        TrainingArguments args = TrainingArguments.FromJson($"{{\"lr_scheduler_type\": \"{schedule}\", \"warmup_steps\": 100, \"lr_scheduler_kwargs\": {kwargs ?? "null"}, \"eval_steps\": 0.25}}")
            with
        { OutputDir = _folder.Path, SaveStrategy = SaveStrategy.No, FastDevRun = true };
        Trainer trainer = new(new TinyClassifier(), args) { TrainDataset = TinyData.Stream(30), Callbacks = [new PrinterCallback { Output = TextWriter.Null }], Logger = NullLogger.Instance };

        Assert.Equal(2, trainer.Train().GlobalStep);
        Directory.Delete(trainer.Args.OutputDir, recursive: true);
    }

    [Fact]
    public void A_run_without_it_is_not_touched()
    {
        TrainingArguments args = TinyTrainer.Args(_folder);

        Assert.Equal(_folder.Path, TinyTrainer.Make(args).Args.OutputDir);
        Assert.Equal(args.Resolve(), TinyTrainer.Make(args).Args);
    }

    [Theory]
    [InlineData("90", 90)]
    [InlineData("\"90\"", 90)]
    [InlineData("\"90s\"", 90)]
    [InlineData("\"5m\"", 300)]
    [InlineData("\"1h30m\"", 5400)]
    [InlineData("\"1d 2h\"", 93600)]
    [InlineData("\"01:30:05\"", 5405)]
    [InlineData("\"0.5h\"", 1800)]
    public void A_time_is_seconds_or_written_as_people_do(string json, double seconds) =>
        Assert.Equal(seconds, TrainingArguments.FromJson($"{{\"max_time\": {json}}}").MaxTime);

    [Theory]
    [InlineData("\"soon\"")]
    [InlineData("\"\"")]
    [InlineData("\"5m1h\"")]
    public void What_is_no_time_is_refused(string json) => Assert.Contains(
        "or a time such as 90s", Assert.Throws<TrainingArgumentsException>(() => TrainingArguments.FromJson($"{{\"max_time\": {json}}}")).Message, StringComparison.Ordinal);

    private Trainer Make(List<string> events, Func<TrainingArguments, TrainingArguments> change) => new(new TinyClassifier(), change(TinyTrainer.Args(_folder) with { FastDevRun = true, NumTrainEpochs = 3 }))
    {
        TrainDataset = TinyData.Rows(50),
        EvalDataset = TinyData.Rows(30, 1),
        Callbacks = [new PrinterCallback { Output = TextWriter.Null }, new Noting(events)],
        Logger = NullLogger.Instance,
    };

    private sealed class Noting(List<string> events) : TrainerCallback
    {
        public override void OnStepEnd(TrainerContext context) => events.Add("step");

        public override void OnEvaluate(TrainerContext context, LogEntry metrics) => events.Add("evaluate");

        public override void OnPredict(TrainerContext context, LogEntry metrics) => events.Add("predict");

        public override void OnSave(TrainerContext context) => events.Add("save");
    }
}
