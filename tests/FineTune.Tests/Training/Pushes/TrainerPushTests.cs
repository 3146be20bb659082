using System.Net;
using System.Text;
using FineTune.Tests.Training.Runs;
using FineTune.Training;

namespace FineTune.Tests.Training.Pushes;

/// <summary>A run that pushes: what arrives, and that whatever happens on the way is no matter to the run.</summary>
public sealed class TrainerPushTests : IDisposable
{
    private readonly RunFolder _folder = new();
    private readonly MemoryTarget _target = new();
    private readonly MessageLog _log = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(HubStrategy.End, "")]
    [InlineData(HubStrategy.EverySave, "step 2|step 4|step 5")]
    [InlineData(HubStrategy.Checkpoint, "step 2|step 2, checkpoint|step 4|step 4, checkpoint|step 5|step 5, checkpoint")]
    [InlineData(HubStrategy.AllCheckpoints, "step 2|step 2, checkpoint|step 4|step 4, checkpoint|step 5|step 5, checkpoint")]
    public void Every_strategy_pushes_what_the_reference_pushes(HubStrategy strategy, string messages)
    {
        Trainer trainer = Make(args => args with { HubStrategy = strategy, HubAlwaysPush = true });

        trainer.Train();

        Assert.Equal(messages.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(message => $"Training in progress, {message}"), _target.Messages);
        string[] folders = [.. _target.Files.Keys.Where(path => path.Contains('/')).Select(path => path.Split('/')[0]).Distinct()];
        Assert.Equal(
            strategy switch { HubStrategy.Checkpoint => ["last-checkpoint"], HubStrategy.AllCheckpoints => ["checkpoint-2", "checkpoint-4", "checkpoint-5"], _ => [] },
            folders);
        Assert.Empty(_log.Warnings);
        Assert.False(Directory.Exists(_folder.File(".hub-push")));
    }

    [Fact]
    public void A_push_holds_the_model_of_its_checkpoint_and_nothing_of_the_run()
    {
        Make(args => args with { HubAlwaysPush = true }).Train();

        Assert.Equal(["model.safetensors", "training_args.json"], _target.Commits[0].Files.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(File.ReadAllBytes(_folder.File("checkpoint-2", "model.safetensors")), _target.Commits[0].Files["model.safetensors"]);
        Assert.False(File.Exists(_folder.File("model.safetensors")));
    }

    [Fact]
    public void The_last_checkpoint_that_arrived_resumes_the_run()
    {
        Trainer pushed = Make(args => args with { HubStrategy = HubStrategy.Checkpoint, HubAlwaysPush = true });
        _target.Before = (_, message, _) => message.Contains("step 4") ? throw new HfHubHttpException("no", HttpStatusCode.Forbidden) : Task.CompletedTask;
        pushed.Train();
        foreach ((string path, byte[] bytes) in _target.Commits[1].Files)
        {
            Directory.CreateDirectory(_folder.File("last-checkpoint"));
            File.WriteAllBytes(_folder.File(path), bytes);
        }

        Trainer resumed = Make(args => args with { OutputDir = _folder.File("resumed"), PushToHub = false });
        resumed.Train(ResumeFrom.Path(_folder.File("last-checkpoint")));

        Assert.Equal(TinyTrainer.Weights(pushed), TinyTrainer.Weights(resumed));
    }

    [Fact]
    public void By_epochs_the_message_names_the_epoch()
    {
        Make(args => args with { SaveStrategy = SaveStrategy.Epoch, NumTrainEpochs = 2, HubAlwaysPush = true }).Train();

        Assert.Equal(["Training in progress, epoch 1", "Training in progress, epoch 2"], _target.Messages);
    }

    [Fact]
    public void A_run_that_pushes_under_faults_is_the_run_that_does_not_push()
    {
        using RunFolder other = new();
        Trainer plain = Make(args => args with { OutputDir = other.Path, PushToHub = false, SaveTotalLimit = 1 });
        plain.Train();
        foreach (string fault in new[] { "connection", "500", "403", "card", "slow" })
        {
            foreach (int from in new[] { 0, 1, 2, 4 })
            {
                MemoryTarget target = new() { Before = (number, _, cancellation) => number < from || (from == 0 && number == 0) ? Task.CompletedTask : Fault(fault, number, cancellation) };
                using RunFolder folder = new();

                Trainer trainer = Make(args => args with { OutputDir = folder.Path, HubStrategy = HubStrategy.Checkpoint, SaveTotalLimit = 1 }, target, clock: new SkippedTime(PushQueue.Patience));
                trainer.Train();

                Assert.Equal(TinyTrainer.Losses(plain), TinyTrainer.Losses(trainer));
                Assert.Equal(plain.Generator.GetState(), trainer.Generator.GetState());
                Assert.Equal(RunContents.Of(other.Path), RunContents.Of(folder.Path));
            }
        }
    }

    [Fact]
    public void Training_never_waits_for_a_push_before_its_end_and_rotation_takes_nothing_from_it()
    {
        TaskCompletionSource ended = new();
        _target.Before = (number, _, _) => number == 0 ? Task.CompletedTask : ended.Task;
        StepAt last = new(5, () => ended.SetResult());
        Trainer trainer = Make(args => args with { SaveTotalLimit = 1, HubStrategy = HubStrategy.AllCheckpoints }, callbacks: last);

        trainer.Train();

        Assert.Equal(6, _target.Commits.Count);
        Assert.Equal(["checkpoint-2", "checkpoint-4", "checkpoint-5"], _target.Files.Keys.Where(path => path.EndsWith("/optimizer.pt")).Select(path => path.Split('/')[0]));
        Assert.Equal(["checkpoint-5"], _folder.Checkpoints);
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.NotFound)]
    public void Without_access_nothing_is_computed(HttpStatusCode status)
    {
        bool computed = false;
        _target.Before = (_, _, _) => throw new HfHubHttpException("Log in first.", status);
        Trainer trainer = Make(args => args, model: new TinyClassifier { OnForward = (_, _) => computed = true });

        HfHubHttpException exception = Assert.Throws<HfHubHttpException>(() => trainer.Train());

        Assert.Equal("Log in first.", exception.Message);
        Assert.False(computed);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_network_that_is_down_before_training_is_a_warning_and_everything_arrives_later()
    {
        _target.Before = (number, _, _) => number == 0 ? throw new HubConnectionException("The Hub cannot be reached.") : Task.CompletedTask;

        Make(args => args with { HubAlwaysPush = true }).Train();

        Assert.Contains("The Hub cannot be reached. Training starts all the same", Assert.Single(_log.Warnings));
        Assert.Equal(3, _target.Commits.Count);
    }

    [Fact]
    public void What_did_not_arrive_is_said_once_at_the_end_with_the_command()
    {
        _target.Before = (number, _, _) => number == 0 ? Task.CompletedTask : throw new HfHubHttpException("Not allowed.", HttpStatusCode.Forbidden);

        Make(args => args with { HubStrategy = HubStrategy.AllCheckpoints, HubRevision = "trial" }).Train();

        Assert.Equal(
            $"3 pushes did not arrive at me/run; the first, \"Training in progress, step 2\": Not allowed. Nothing of the run is lost. Push its folder with: finetune push {_folder.Path} --repo me/run --revision trial",
            Assert.Single(_log.Warnings));
    }

    [Fact]
    public void What_an_earlier_process_left_is_deleted_when_a_run_begins()
    {
        Directory.CreateDirectory(_folder.File(".hub-push", "7", "model"));

        Make(args => args with { PushToHub = false }).Train();

        Assert.False(Directory.Exists(_folder.File(".hub-push")));
    }

    [Fact]
    public void An_interrupted_run_gives_its_pushes_up_and_can_be_resumed()
    {
        using CancellationTokenSource interruption = new();
        _target.Before = (number, _, cancellation) => number == 0 ? Task.CompletedTask : Task.Delay(Timeout.Infinite, cancellation);
        Trainer trainer = Make(args => args, callbacks: new StepAt(3, interruption.Cancel));

        Assert.ThrowsAny<OperationCanceledException>(() => trainer.Train(cancellationToken: interruption.Token));

        Assert.Contains("1 push did not arrive", Assert.Single(_log.Warnings));
        Assert.Equal(["checkpoint-2", "checkpoint-3"], _folder.Checkpoints);
        Assert.False(Directory.Exists(_folder.File(".hub-push")));
        Assert.Equal(5, Make(args => args with { PushToHub = false }).Train(ResumeFrom.LastCheckpoint).GlobalStep);
    }

    [Fact]
    public void Callbacks_hear_of_a_push_before_they_hear_of_the_save()
    {
        List<string> events = [];
        Trainer trainer = Make(args => args, callbacks: new PushWatch(events));

        trainer.Train();
        trainer.PushToHub();

        Assert.Equal(["push 2", "save 2", "push 4", "save 4", "push 5", "save 5", "push 5"], events);
    }

    [Fact]
    public void PushToHub_saves_writes_the_card_and_pushes_the_folder()
    {
        Trainer trainer = Make(args => args with { HubStrategy = HubStrategy.End, HubModelId = "me/run" }, new MemoryTarget { License = "mit" });
        trainer.Train();

        CommitInfo? commit = trainer.PushToHub("Done", modelCard: new ModelCardOptions { FinetunedFrom = "somebody/base" });

        MemoryCommit pushed = Assert.Single(((MemoryTarget)trainer.PushTarget!).Commits);
        Assert.Equal("Done", pushed.Message);
        Assert.NotNull(commit);
        Assert.Equal(["README.md", "model.safetensors", "training_args.json"], pushed.Files.Keys.Order(StringComparer.Ordinal));
        string card = Encoding.UTF8.GetString(pushed.Files["README.md"]);
        Assert.Contains("\nlicense: mit\n", card);
        Assert.Contains("\n# run\n", card);
        Assert.True(File.Exists(_folder.File("model.safetensors")));
    }

    [Fact]
    public void PushToHub_that_fails_has_saved_everything_and_says_how_to_push_it()
    {
        _target.Before = (_, _, _) => throw new HfHubHttpException("Not allowed.", HttpStatusCode.Forbidden);
        Trainer trainer = Make(args => args with { PushToHub = false });
        trainer.Train();

        PushFailedException exception = Assert.Throws<PushFailedException>(() => trainer.PushToHub());

        Assert.Equal($"The push did not arrive: Not allowed. Everything is saved in {_folder.Path}. Push it with: finetune push {_folder.Path} --repo run", exception.Message);
        Assert.Equal($"finetune push {_folder.Path} --repo run", exception.Command);
        Assert.True(File.Exists(_folder.File("model.safetensors")) && File.Exists(_folder.File("README.md")));
        Assert.False(Directory.Exists(_folder.File(".hub-push")));
        Assert.Empty(_log.Warnings);
    }

    [Fact]
    public void What_cannot_be_taken_for_a_push_is_the_pushs_failure_and_not_the_runs()
    {
        Trainer trainer = Make(args => args with { HubStrategy = HubStrategy.End });
        trainer.Train();
        File.WriteAllText(_folder.File(".hub-push"), "in the way");

        trainer.SaveModelAndGoOn();
        trainer.PushToHub(blocking: false);
        trainer.SettlePushes(CancellationToken.None);

        Assert.Contains("2 pushes did not arrive", Assert.Single(_log.Warnings));
        Assert.True(File.Exists(_folder.File("model.safetensors")));
    }

    [Fact]
    public void PushToHub_need_not_be_waited_for_and_the_next_comes_after_it()
    {
        Trainer trainer = Make(args => args with { PushToHub = false });
        trainer.Train();

        CommitInfo? commit = trainer.PushToHub("First", blocking: false);
        trainer.PushToHub("Second");

        Assert.Null(commit);
        Assert.Equal(["First", "Second"], _target.Messages);
    }

    [Fact]
    public void SaveModel_of_a_run_that_pushes_pushes()
    {
        Trainer trainer = Make(args => args with { HubStrategy = HubStrategy.End });

        trainer.SaveModel();

        Assert.Equal(["Model save"], _target.Messages);
    }

    [Fact]
    public void A_rehearsal_pushes_nothing()
    {
        Trainer trainer = Make(args => args with { FastDevRun = true });

        trainer.Train();

        Assert.Empty(_target.Commits);
    }

    [Fact]
    public void Numbers_that_are_none_stay_out_of_the_cards_header()
    {
        Trainer trainer = Make(args => args with { EvalStrategy = IntervalStrategy.Epoch, PushToHub = false }, metrics: new() { ["accuracy"] = double.NaN, ["f1"] = 0.5 });
        trainer.Train();

        trainer.CreateModelCard(new ModelCardOptions { DatasetTags = ["glue"], Tasks = ["text-classification"] });

        string card = File.ReadAllText(_folder.File("README.md"));
        string header = card[..card.IndexOf("\n---\n", 4, StringComparison.Ordinal)];
        Assert.DoesNotContain("nan", header, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("value: 0.5", header);
        Assert.DoesNotContain("accuracy", header);
    }

    private static async Task Fault(string fault, int number, CancellationToken cancellation)
    {
        switch (fault)
        {
            case "connection": throw new HubConnectionException("The connection broke.");
            case "500" when number % 2 == 0: throw new HfHubHttpException("It failed.", HttpStatusCode.InternalServerError);
            case "403": throw new HfHubHttpException("Not allowed.", HttpStatusCode.Forbidden);
            case "card" when number % 2 == 0: throw new InvalidCardException("Invalid metadata in README.md.", new BadRequestException("no", HttpStatusCode.BadRequest));
            case "slow": await Task.Delay(Timeout.Infinite, cancellation); break;
        }
    }

    private Trainer Make(
        Func<TrainingArguments, TrainingArguments> change, MemoryTarget? target = null, TinyClassifier? model = null,
        Dictionary<string, double>? metrics = null, SkippedTime? clock = null, params TrainerCallback[] callbacks)
    {
        TrainingArguments args = change(TinyTrainer.Args(_folder) with { PushToHub = true, SaveStrategy = SaveStrategy.Steps, SaveSteps = 2 });
        return new Trainer(model ?? new TinyClassifier(), args)
        {
            TrainDataset = TinyData.Rows(20),
            EvalDataset = TinyData.Rows(9, 1),
            ComputeMetrics = metrics is null ? null : _ => metrics,
            Callbacks = [new PrinterCallback { Output = TextWriter.Null }, .. callbacks],
            Logger = _log,
            PushTarget = target ?? _target,
            PushClock = clock ?? SkippedTime.Pauses,
        };
    }
}
