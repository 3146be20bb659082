using FineTune.Tests.Training.Runs;
using FineTune.Training;

namespace FineTune.Tests.Training.Checkpoints;

public sealed class ResumeTests : IDisposable
{
    private readonly RunFolder _folder = new();

    [Theory]
    [InlineData("steps")]
    [InlineData("epochs")]
    [InlineData("group by length")]
    [InlineData("sgd")]
    [InlineData("shared sampler")]
    [InlineData("plateau")]
    [InlineData("stream")]
    [InlineData("average")]
    [InlineData("weights and focus")]
    public void A_run_resumed_from_any_checkpoint_is_the_same_run(string kind)
    {
        Func<TrainingArguments, TrainingArguments> change = Change(kind);
        bool isStream = kind == "stream";
        string expected = new ResumableRun(_folder.Path, change) { Rows = isStream ? TinyData.Stream(20) : TinyData.Rows(20) }.Train();

        foreach (string checkpoint in _folder.Checkpoints.ToArray())
        {
            using RunFolder moved = new();
            Copy(_folder.Path, moved.Path);

            string resumed = new ResumableRun(moved.Path, change) { Rows = isStream ? TinyData.Stream(20) : TinyData.Rows(20) }.Train(ResumeFrom.Path(moved.File(checkpoint)));

            Assert.Equal(checkpoint + expected, checkpoint + resumed);
        }
    }

    public static TheoryData<string> EveryOptimizer => [.. Optimizers.Available];

    [Theory]
    [MemberData(nameof(EveryOptimizer))]
    public void A_run_with_any_optimizer_resumed_or_interrupted_anywhere_is_the_same_run(string optimizer)
    {
        TrainingArguments Change(TrainingArguments args) => args with
        {
            Optim = EnumSpelling<OptimizerNames>.Parse(optimizer),
            NumTrainEpochs = 1,
        };
        string expected = new ResumableRun(_folder.Path, Change).Train();

        string again = new ResumableRun(_folder.Path, Change).Train(ResumeFrom.Path(_folder.File("checkpoint-2")));
        using RunFolder folder = new();
        ResumeFrom? resume = null;
        while (Interrupt(folder, interruptAt: 4, resume, Change))
        {
            resume = ResumeFrom.LastCheckpoint;
        }

        Assert.Equal(expected, again);
        Assert.Equal(expected, new ResumableRun(folder.Path, Change).Train(resume));
    }

    [Fact]
    public void Optimizer_schedule_and_random_numbers_of_later_checkpoints_are_the_same_bytes()
    {
        _ = new ResumableRun(_folder.Path).Train();
        using RunFolder moved = new();
        Copy(_folder.Path, moved.Path);
        Directory.Delete(moved.File("checkpoint-8"), recursive: true);

        _ = new ResumableRun(moved.Path).Train(ResumeFrom.Path(moved.File("checkpoint-2")));

        foreach (string file in new[] { "model.safetensors", "optimizer.pt", "scheduler.pt", "rng_state.pth" })
        {
            Assert.Equal(File.ReadAllBytes(_folder.File("checkpoint-8", file)), File.ReadAllBytes(moved.File("checkpoint-8", file)));
        }
    }

    [Fact]
    public void An_interruption_at_any_batch_leaves_no_trace_in_the_resumed_run()
    {
        string expected = new ResumableRun(_folder.Path).Train();
        int batches = CountBatches();

        for (int interruptAt = 1; interruptAt <= batches; interruptAt++)
        {
            using RunFolder folder = new();
            Interrupt(folder, interruptAt, resume: null);

            string resumed = new ResumableRun(folder.Path).Train(folder.Checkpoints.Any() ? ResumeFrom.LastCheckpoint : null);

            Assert.Equal($"{interruptAt}\n{expected}", $"{interruptAt}\n{resumed}");
        }
    }

    [Fact]
    public void An_average_survives_an_interruption_at_any_batch()
    {
        static TrainingArguments Change(TrainingArguments args) => args with { EmaDecay = 0.7, NumTrainEpochs = 1 };
        string expected = new ResumableRun(_folder.Path, Change).Train();
        int batches = CountBatches();

        for (int interruptAt = 1; interruptAt <= batches; interruptAt += 2)
        {
            using RunFolder folder = new();
            Interrupt(folder, interruptAt, resume: null, Change);

            string resumed = new ResumableRun(folder.Path, Change).Train(folder.Checkpoints.Any() ? ResumeFrom.LastCheckpoint : null);

            Assert.Equal($"{interruptAt}\n{expected}", $"{interruptAt}\n{resumed}");
        }
    }

    [Fact]
    public void A_run_interrupted_again_and_again_still_ends_as_the_same_run()
    {
        string expected = new ResumableRun(_folder.Path).Train();
        using RunFolder folder = new();
        ResumeFrom? resume = null;

        for (int i = 0; i < 30; i++)
        {
            if (!Interrupt(folder, interruptAt: 3, resume))
            {
                break;
            }

            resume = folder.Checkpoints.Any() ? ResumeFrom.LastCheckpoint : null;
        }

        Assert.Equal(expected, new ResumableRun(folder.Path).Train(resume));
    }

    [Fact]
    public void An_interruption_says_where_the_checkpoint_is_and_adds_nothing_to_the_log()
    {
        using CancellationTokenSource source = new();
        int batch = 0;
        ResumableRun run = new(_folder.Path) { OnForward = (_, _) => Cancel(source, ++batch == 9) };
        Trainer trainer = run.Make();

        OperationCanceledException exception = Assert.ThrowsAny<OperationCanceledException>(() => trainer.Train(cancellationToken: source.Token));

        string newest = _folder.Checkpoints.Last();
        Assert.Contains(newest, exception.Message, StringComparison.Ordinal);
        Assert.Equal(source.Token, exception.CancellationToken);
        TrainerState saved = TrainerState.LoadFromJson(_folder.File(newest, "trainer_state.json"));
        Assert.Equal($"checkpoint-{saved.GlobalStep}", newest);
        Assert.DoesNotContain(saved.LogHistory, entry => entry.ContainsKey("train_loss"));
    }

    [Fact]
    public void A_complete_run_trains_nothing_more_and_ends_with_one_more_record()
    {
        string expected = new ResumableRun(_folder.Path).Train();
        int forwards = 0;

        string again = new ResumableRun(_folder.Path) { OnForward = (model, _) => forwards += model.Training ? 1 : 0 }.Train(ResumeFrom.LastCheckpoint);

        Assert.Equal(expected, again);
        Assert.Equal(0, forwards);
    }

    [Fact]
    public void A_run_that_early_stopping_ended_is_complete_unless_patience_is_given_back()
    {
        Func<TrainingArguments, TrainingArguments> change = args => args with { NumTrainEpochs = 9 };
        ResumableRun Stopping(int patience) => new(_folder.Path, change) { More = [new StopAfter(patience)] };
        string expected = Stopping(3).Train();

        string again = Stopping(3).Train(ResumeFrom.LastCheckpoint);
        string longer = Stopping(5).Train(ResumeFrom.LastCheckpoint);

        Assert.Contains("\"global_step\": 6", again, StringComparison.Ordinal);
        Assert.Equal(expected, again);
        Assert.Contains("\"global_step\": 10", longer, StringComparison.Ordinal);
    }

    [Fact]
    public void More_epochs_go_on_where_the_run_ended()
    {
        _ = new ResumableRun(_folder.Path).Train();

        string longer = new ResumableRun(_folder.Path, args => args with { NumTrainEpochs = 3 }).Train(ResumeFrom.LastCheckpoint);

        Assert.Contains("\"global_step\": 12", longer, StringComparison.Ordinal);
    }

    [Fact]
    public void Ignoring_the_data_skip_begins_the_epoch_again()
    {
        _ = new ResumableRun(_folder.Path).Train();
        int batches = 0;

        _ = new ResumableRun(_folder.Path, args => args with { IgnoreDataSkip = true }) { OnForward = (model, _) => batches += model.Training ? 1 : 0 }
            .Train(ResumeFrom.Path(_folder.File("checkpoint-2")));

        Assert.Equal(7 + 4, batches);
    }

    [Fact]
    public void Ignoring_the_data_skip_does_not_repeat_an_epoch_that_has_no_batch_left()
    {
        string whole = new ResumableRun(_folder.Path).Train();
        int batches = 0;

        string resumed = new ResumableRun(_folder.Path, args => args with { IgnoreDataSkip = true }) { OnForward = (model, _) => batches += model.Training ? 1 : 0 }
            .Train(ResumeFrom.Path(_folder.File("checkpoint-4")));

        Assert.Equal(7, batches);
        Assert.Equal(whole, resumed);
    }

    [Fact]
    public void Without_any_checkpoint_resuming_says_so()
    {
        CheckpointException exception = Assert.Throws<CheckpointException>(() => new ResumableRun(_folder.Path).Train(ResumeFrom.LastCheckpoint));

        Assert.Contains("There is no checkpoint in " + _folder.Path, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_of_an_older_run_in_the_folder_is_not_the_newest()
    {
        _ = new ResumableRun(_folder.Path, args => args with { NumTrainEpochs = 3 }).Train();
        Directory.Delete(_folder.File("checkpoint-2"), recursive: true);
        using CancellationTokenSource source = new();
        int batch = 0;
        Assert.ThrowsAny<OperationCanceledException>(() =>
            new ResumableRun(_folder.Path) { OnForward = (_, _) => Cancel(source, ++batch == 6) }.Train(cancellation: source.Token));

        Assert.Equal("checkpoint-2", Path.GetFileName(Trainer.GetLastCheckpoint(_folder.Path)));
    }

    public void Dispose() => _folder.Dispose();

    private static Func<TrainingArguments, TrainingArguments> Change(string kind) => kind switch
    {
        "epochs" => args => args with
        {
            EvalStrategy = IntervalStrategy.Epoch,
            SaveStrategy = SaveStrategy.Epoch,
            LoggingSteps = 1,
            GradientAccumulationSteps = 3,
            LoadBestModelAtEnd = true,
        },
        "group by length" => args => args with { TrainSamplingStrategy = TrainSamplingStrategy.GroupByLength, SaveSteps = 1, EvalSteps = 3 },
        "average" => args => args with { EmaDecay = 0.7, SaveSteps = 1, EvalSteps = 3, LoadBestModelAtEnd = false },
        "weights and focus" => args => args with { ClassWeights = ClassWeights.Balanced, FocalLossGamma = 2, Freeze = ["embedding.*"], SaveSteps = 1 },
        "shared sampler" => args => args with { AcceleratorConfig = new() { UseSeedableSampler = false }, SaveSteps = 1 },
        "sgd" => args => args with
        {
            TrainSamplingStrategy = TrainSamplingStrategy.Sequential,
            SaveSteps = 1,
            EvalStrategy = IntervalStrategy.Epoch,
            Optim = OptimizerNames.Sgd,
            OptimArgs = "momentum=0.9",
        },
        "plateau" => args => args with
        {
            LrSchedulerType = SchedulerType.ReduceOnPlateau,
            LrSchedulerKwargs = new Dictionary<string, object?> { ["patience"] = 0L, ["factor"] = 0.5 },
            SaveSteps = 1,
        },
        "stream" => args => args with { MaxSteps = 9, SaveSteps = 1, Optim = OptimizerNames.Adafactor },
        _ => args => args with { SaveSteps = 1 },
    };

    private static void Copy(string from, string to)
    {
        foreach (string folder in Directory.EnumerateDirectories(from))
        {
            string copy = Path.Combine(to, Path.GetFileName(folder));
            Directory.CreateDirectory(copy);
            foreach (string file in Directory.EnumerateFiles(folder))
            {
                File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
            }
        }
    }

    private static int CountBatches()
    {
        using RunFolder folder = new();
        int batches = 0;
        _ = new ResumableRun(folder.Path) { OnForward = (_, _) => batches++ }.Train();
        return batches;
    }

    /// <summary>Trains until a batch, of training or evaluation, and says whether it came to that.</summary>
    private static bool Interrupt(
        RunFolder folder, int interruptAt, ResumeFrom? resume, Func<TrainingArguments, TrainingArguments>? change = null)
    {
        using CancellationTokenSource source = new();
        int batch = 0;
        ResumableRun run = new(folder.Path, change) { OnForward = (_, _) => Cancel(source, ++batch == interruptAt) };
        try
        {
            _ = run.Train(resume, source.Token);
            return false;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }

    private static void Cancel(CancellationTokenSource source, bool now)
    {
        if (now)
        {
            source.Cancel();
        }
    }

    /// <summary>Ends training after so many evaluations; what it counts is state.</summary>
    private sealed class StopAfter(int evaluations) : TrainerCallback, IExportableState
    {
        private int _seen;

        public override void OnEvaluate(TrainerContext context, LogEntry metrics) =>
            context.Control.ShouldTrainingStop |= ++_seen >= evaluations;

        public CallbackState State() => new(
            new() { ["evaluations"] = evaluations },
            new() { ["seen"] = _seen });

        public void FromState(CallbackState state) => _seen = state.Attributes["seen"]!.GetValue<int>();
    }
}
