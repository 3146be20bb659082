namespace FineTune.PublicApi.Tests.Extending;

/// <summary>Looking on and stepping in.</summary>
public sealed class CallbackTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_callback_asks_by_the_control()
    {
        Trainer trainer = With(new StopAfter(2));

        Assert.Equal(2, trainer.Train().GlobalStep);
    }

    [Fact]
    public void A_callback_may_put_another_control_in_the_place_of_the_present_one()
    {
        Replacing replacing = new();
        Watching watching = new();
        Trainer trainer = With(replacing, watching);

        Assert.Equal(1, trainer.Train().GlobalStep);
        Assert.Same(replacing.Own, trainer.Control);
        Assert.Same(replacing.Own, watching.Seen);
    }

    [Fact]
    public void Log_can_be_overridden_to_log_more()
    {
        PerplexityTrainer trainer = new(new ToyModel(), Toy.Args(_folder.Path)) { TrainDataset = Toy.Rows(16), Callbacks = Toy.Quiet() };

        _ = trainer.Train();

        Assert.Equal(Toy.Logged(trainer, "loss").Select(Math.Exp), Toy.Logged(trainer, "perplexity"));
    }

    [Fact]
    public void A_callback_with_state_is_the_same_after_a_resume()
    {
        TrainingArguments args = Toy.Args(_folder.Path) with { SaveStrategy = SaveStrategy.Steps, SaveSteps = 2 };
        Counting first = new();
        Counting again = new();
        _ = With(args, first).Train();
        Directory.Delete(Path.Combine(_folder.Path, "checkpoint-4"), recursive: true);

        _ = With(args, again).Train(ResumeFrom.LastCheckpoint);

        Assert.Equal(4, first.Steps);
        Assert.Equal(4, again.Steps);
    }

    public void Dispose() => _folder.Dispose();

    private Trainer With(params IReadOnlyList<TrainerCallback> callbacks) => With(Toy.Args(_folder.Path), callbacks);

    private static Trainer With(TrainingArguments args, params IReadOnlyList<TrainerCallback> callbacks) => new(new ToyModel(), args)
    {
        TrainDataset = Toy.Rows(16),
        Callbacks = Toy.Quiet(callbacks),
    };

    private sealed class StopAfter(int steps) : TrainerCallback
    {
        public override void OnStepEnd(TrainerContext context) => context.Control.ShouldTrainingStop |= context.State.GlobalStep >= steps;
    }

    private sealed class Replacing : TrainerCallback
    {
        public TrainerControl Own { get; } = new() { ShouldTrainingStop = true };

        public override void OnStepEnd(TrainerContext context) => context.Control = Own;
    }

    private sealed class Watching : TrainerCallback
    {
        public TrainerControl? Seen { get; private set; }

        public override void OnStepEnd(TrainerContext context) => Seen = context.Control;
    }

    private sealed class PerplexityTrainer(TrainableModel model, TrainingArguments args) : Trainer(model, args)
    {
        protected override void Log(LogEntry logs, TimeSpan? elapsed = null)
        {
            if (logs.TryGetValue("loss", out double loss))
            {
                logs["perplexity"] = Math.Exp(loss);
            }

            base.Log(logs, elapsed);
        }
    }

    private sealed class Counting : TrainerCallback, IExportableState
    {
        public int Steps { get; private set; }

        public override void OnStepEnd(TrainerContext context) => Steps++;

        public CallbackState State() => new([], new() { ["steps"] = Steps });

        public void FromState(CallbackState state) => Steps = state.Attributes["steps"]!.GetValue<int>();
    }
}
