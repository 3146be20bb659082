using FineTune.Classification;
using FineTune.Tests.Training.Runs;
using FineTune.Training;

namespace FineTune.Tests.Training.Distributed;

/// <summary>What one rank wants, or what happens to it, is decided once for all.</summary>
public sealed class RankAgreementTests : IDisposable
{
    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("step", 1)]
    [InlineData("substep", 0)]
    [InlineData("log", 1)]
    [InlineData("epoch", 2)]
    public void A_callback_of_one_rank_ends_all(string where, int after)
    {
        RankTrainer[] ranks = Train(3, (rank, args) => args with { GradientAccumulationSteps = 2, NumTrainEpochs = 2 }, rank => rank == 2 ? [new Stopper(where)] : []);

        Assert.All(ranks, trainer => Assert.Equal(after, trainer.State.GlobalStep));
    }

    [Fact]
    public void A_save_that_one_rank_asks_for_is_made_once()
    {
        _ = Train(2, (rank, args) => args, rank => rank == 1 ? [new Asker()] : []);

        Assert.Equal(["checkpoint-2"], _folder.Checkpoints);
        Assert.Equal(2, Directory.GetFiles(_folder.File("checkpoint-2"), "rng_state_*.pth").Length);
    }

    [Theory]
    [InlineData("evaluate")]
    [InlineData("save")]
    public void What_one_rank_asks_for_when_it_is_told_of_a_log_is_done_by_all(string wish)
    {
        RankTrainer[] ranks = Train(2, (rank, args) => args, rank => rank == 1 ? [new LogAsker(wish)] : []);

        Assert.Equal(wish == "save" ? ["checkpoint-2"] : [], _folder.Checkpoints);
        Assert.All(ranks, trainer => Assert.Equal(wish == "evaluate" ? [2L] : Array.Empty<long>(), trainer.State.LogHistory.Where(entry => entry.ContainsKey("eval_loss")).Select(entry => (long)entry["step"])));
    }

    [Fact]
    public void A_rank_that_wants_no_more_epochs_of_a_resumed_run_ends_all()
    {
        TrainingArguments Saving(TrainingArguments args) => args with { NumTrainEpochs = 2, SaveStrategy = SaveStrategy.Epoch };
        _ = Train(2, (_, args) => Saving(args), _ => []);

        RankTrainer[] ranks = Train(2, (_, args) => Saving(args), rank => rank == 1 ? [new Stopper("begin")] : [], ResumeFrom.Path(_folder.File("checkpoint-5")));

        Assert.All(ranks, trainer => Assert.Equal(5, trainer.State.GlobalStep));
    }

    [Fact]
    public void A_rank_that_is_told_to_end_ends_all_and_a_checkpoint_is_saved()
    {
        using CancellationTokenSource source = new();
        AggregateException ended = Assert.Throws<AggregateException>(() => ThreadRanks.Run(3, group =>
        {
            RankTrainer trainer = RankTrainer.Tiny(TinyTrainer.Args(_folder) with { PerDeviceTrainBatchSize = 2, NumTrainEpochs = 3 });
            trainer.BeforeBatch = number =>
            {
                if (group.Rank == 1 && number == 3)
                {
                    source.Cancel();
                }
            };
            return trainer.Train(cancellationToken: group.Rank == 1 ? source.Token : default);
        }));

        Assert.Equal(3, ended.InnerExceptions.OfType<OperationCanceledException>().Count());
        Assert.All(ended.InnerExceptions, exception => Assert.Contains("checkpoint-4", exception.Message, StringComparison.Ordinal));
        Assert.Equal(["checkpoint-4"], _folder.Checkpoints);
    }

    [Theory]
    [InlineData("step")]
    [InlineData("evaluate")]
    public void A_cancellation_of_one_rank_that_nobody_asked_for_is_its_failure(string where)
    {
        AggregateException ended = Assert.Throws<AggregateException>(() => Train(
            2, (rank, args) => args with { EvalStrategy = IntervalStrategy.Steps, EvalSteps = 2 }, rank => rank == 0 ? [new TimeOut(where)] : []));

        Assert.Equal("the request took too long", Assert.Single(ended.InnerExceptions.OfType<TaskCanceledException>()).Message);
        Assert.Contains("rank 0 failed: TaskCanceledException", Assert.Single(ended.InnerExceptions.OfType<ProcessLostException>()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_that_is_not_finite_ends_all_and_names_the_rank_and_its_rows()
    {
        List<int[]> rows = [];
        AggregateException ended = Assert.Throws<AggregateException>(() => ThreadRanks.Run(2, group =>
        {
            TinyClassifier model = new();
            RankTrainer trainer = RankTrainer.Tiny(TinyTrainer.Args(_folder) with { PerDeviceTrainBatchSize = 2 }, model);
            model.OnForward = (own, batch) =>
            {
                if (group.Rank == 1 && trainer.Rows.Count == 2 && own.Training)
                {
                    own.ClassifierWeight.Span[0] = float.NaN;
                    rows.Add(trainer.Rows[^1]);
                }
            };
            return trainer.Train();
        }));

        NonFiniteLossException[] failures = [.. ended.InnerExceptions.OfType<NonFiniteLossException>()];
        Assert.Equal(2, failures.Length);
        Assert.All(failures, failure => Assert.StartsWith("Rank 1: The loss is nan in step 2", failure.Message, StringComparison.Ordinal));
        Assert.All(failures, failure => Assert.Equal(rows[0], failure.Rows));
    }

    [Fact]
    public void A_rank_that_fails_ends_the_others()
    {
        AggregateException ended = Assert.Throws<AggregateException>(() => Train(
            3, (rank, args) => args, rank => rank == 1 ? [new Failure()] : []));

        Assert.Single(ended.InnerExceptions.OfType<InvalidDataException>());
        Assert.Equal(2, ended.InnerExceptions.OfType<ProcessLostException>().Count(lost => lost.Message.Contains("rank 1 failed: InvalidDataException: no more", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_a_rank_that_fails_says_names_the_checkpoint_to_go_on_from()
    {
        AggregateException ended = Assert.Throws<AggregateException>(() => Train(
            2, (rank, args) => args with { SaveStrategy = SaveStrategy.Steps, SaveSteps = 1 }, rank => rank == 1 ? [new Failure()] : []));

        Assert.EndsWith(
            $"no more The last checkpoint is {_folder.File("checkpoint-1")}; go on from it with: trainer.Train(ResumeFrom.LastCheckpoint)",
            Assert.Single(ended.InnerExceptions.OfType<ProcessLostException>()).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_mistake_that_all_find_ends_each_and_none_ends_the_others(bool byAll)
    {
        bool[] together = new bool[2];
        AggregateException ended = Assert.Throws<AggregateException>(() => ThreadRanks.Run(2, group =>
        {
            Dictionary<string, double> metrics = new() { [byAll || group.Rank == 1 ? "f1" : "accuracy"] = 1 };
            TrainingArguments args = TinyTrainer.Args(_folder) with { EvalStrategy = IntervalStrategy.Epoch, MetricForBestModel = "accuracy" };
            RankTrainer trainer = new(new TinyClassifier(), args)
            {
                TrainDataset = TinyData.Rows(8),
                EvalDataset = TinyData.Rows(8),
                ComputeMetrics = _ => metrics,
                Callbacks = [new PrinterCallback { Output = TextWriter.Null }],
                Logger = Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance,
            };
            try
            {
                return trainer.Train();
            }
            finally
            {
                together[group.Rank] = group.EndsTogether;
                Assert.Equal(byAll || group.Rank == 1, trainer.FoundMistake);
            }
        }));

        Assert.Equal(byAll ? 2 : 1, ended.InnerExceptions.OfType<ArgumentException>().Count());
        Assert.Equal([byAll, byAll], together);
        Assert.All(ended.InnerExceptions.OfType<ProcessLostException>(), lost => Assert.Contains("rank 1 failed: ArgumentException: metric_for_best_model", lost.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("arguments", "learning_rate")]
    [InlineData("data", "training data")]
    public void A_rank_that_was_given_something_else_is_named_before_the_first_step(string what, string named)
    {
        AggregateException ended = Assert.Throws<AggregateException>(() => ThreadRanks.Run(3, group =>
        {
            bool differs = group.Rank == 2;
            TrainingArguments args = TinyTrainer.Args(_folder) with { LearningRate = differs && what == "arguments" ? 0.1 : 0.05 };
            RankTrainer trainer = new(new TinyClassifier(), args)
            {
                TrainDataset = TinyData.Rows(differs && what == "data" ? 21 : 20),
                Callbacks = [new PrinterCallback { Output = TextWriter.Null }],
                Logger = Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance,
            };
            return trainer.Train();
        }));

        Assert.Contains(ended.InnerExceptions, exception => exception is ArgumentException
            && exception.Message.Contains("rank 2", StringComparison.Ordinal) && exception.Message.Contains(named, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("rows", false, "there the \"eval\" data has rows and content 10:, on rank 0 the \"eval\" data has rows and content 9:")]
    [InlineData("rows", true, "there the \"test\" data has rows")]
    [InlineData("weights", false, "there the model's weights have the fingerprint")]
    public void Other_rows_or_weights_are_not_evaluated_together(string what, bool predicts, string named)
    {
        AggregateException ended = Assert.Throws<AggregateException>(() => ThreadRanks.Run(2, group =>
        {
            bool differs = group.Rank == 1;
            TinyClassifier model = new();
            model.ClassifierWeight.Span[0] += differs && what == "weights" ? 1 : 0;
            RankTrainer trainer = new(model, TinyTrainer.Args(_folder)) { Logger = Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance };
            List<Example> rows = TinyData.Rows(differs && what == "rows" ? 10 : 9);
            return predicts ? trainer.Predict(rows).Metrics : trainer.Evaluate(rows);
        }));

        Assert.Equal(2, ended.InnerExceptions.Count(exception => exception is ArgumentException && exception.Message.Contains("rank 1 was given something else: " + named, StringComparison.Ordinal)));
    }

    [Fact]
    public void Weights_that_differ_become_those_of_the_first()
    {
        RankTrainer[] ranks = ThreadRanks.Run(2, group =>
        {
            TinyClassifier model = new();
            model.ClassifierWeight.Span[0] += group.Rank;
            RankTrainer trainer = RankTrainer.Tiny(TinyTrainer.Args(_folder), model);
            _ = trainer.Train();
            return trainer;
        });

        Assert.Single(ranks.Select(trainer => trainer.Trace()).Distinct());
    }

    [Fact]
    public void One_process_writes_and_a_warning_of_another_says_whose_it_is()
    {
        string[] errors = ThreadRanks.Run(2, group =>
        {
            StringWriter said = new();
            RankTrainer trainer = new(new TinyClassifier(), TinyTrainer.Args(_folder) with { OutputDir = _folder.File($"rank-{group.Rank}"), SaveStrategy = SaveStrategy.Epoch, ReportTo = ["csv", "jsonl"] })
            {
                TrainDataset = TinyData.Rows(8),
                ErrorOutput = said,
                Callbacks = [new PrinterCallback { Output = TextWriter.Null }],
            };
            _ = trainer.Train();
            trainer.SaveModel();
            trainer.SaveState();
            trainer.Messages.Warning(LogEvent.Settings, "something");
            return said.ToString();
        });

        Assert.Superset(
            new HashSet<string> { "checkpoint-1", "log.csv", "log.jsonl", "model.safetensors", "trainer_state.json", "training_args.json" },
            Directory.EnumerateFileSystemEntries(_folder.File("rank-0")).Select(entry => Path.GetFileName(entry)).ToHashSet());
        Assert.False(Directory.Exists(_folder.File("rank-1")));
        Assert.Contains("Warning: something", errors[0], StringComparison.Ordinal);
        Assert.Contains("Warning: [rank 1] something", errors[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Callbacks_that_write_speak_for_all_wherever_they_come_from()
    {
        string[][] written = ThreadRanks.Run(2, group =>
        {
            string Own(string name) => _folder.File($"rank-{group.Rank}", name);
            StringWriter[] shown = [new(), new(), new()];
            RankTrainer trainer = new(new TinyClassifier(), TinyTrainer.Args(_folder))
            {
                TrainDataset = TinyData.Rows(8),
                Callbacks =
                [
                    new CsvCallback { FilePath = Own("log.csv") }, new JsonLinesCallback { FilePath = Own("log.jsonl") }, new TensorBoardCallback { LoggingDir = Own("runs") },
                    new PrinterCallback { Output = shown[0] }, new ProgressCallback { Output = shown[1], Style = ProgressStyle.Plain },
                    new ProfilerCallback { Output = shown[2], TracePath = Own("trace.json") },
                ],
            };
            _ = trainer.Train();
            Assert.All(shown, text => Assert.Equal(group.IsMain, text.ToString().Length > 0));
            return Directory.Exists(Own(".")) ? Directory.GetFileSystemEntries(Own(".")).Select(entry => Path.GetFileName(entry)).Order(StringComparer.Ordinal).ToArray() : [];
        });

        Assert.Equal(["log.csv", "log.jsonl", "runs", "trace.json"], written[0]);
        Assert.Empty(written[1]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_watches_a_run_of_the_command_shows_it_once(bool withoutBar)
    {
        string[] shown = ThreadRanks.Run(2, group =>
        {
            using StringWriter output = new();
            RankTrainer trainer = new(new TinyClassifier(), TinyTrainer.Args(_folder) with { DisableTqdm = withoutBar }) { TrainDataset = TinyData.Rows(8) };
            new RunReporter { Output = output, Errors = TextWriter.Null, Results = TextWriter.Null, Style = ProgressStyle.Plain }.Watch(trainer);
            _ = trainer.Train();
            return output.ToString();
        });

        Assert.Contains("train_runtime", shown[0], StringComparison.Ordinal);
        Assert.Empty(shown[1]);
    }

    [Fact]
    public void A_test_of_learning_rates_is_for_one_process()
    {
        AggregateException refused = Assert.Throws<AggregateException>(() => ThreadRanks.Run(2, _ =>
            RankTrainer.Tiny(TinyTrainer.Args(_folder) with { GradientAccumulationSteps = 3 }).LrFind(new LrFindOptions { NumSteps = 2 })));

        Assert.Equal(2, refused.InnerExceptions.OfType<TrainingArgumentsException>().Count());
        Assert.All(refused.InnerExceptions, exception => Assert.Contains("without the launcher, with gradient_accumulation_steps 6", exception.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void The_arguments_know_the_processes()
    {
        (int, int, int, ParallelMode, bool, bool)[] found = ThreadRanks.Run(2, _ =>
        {
            TrainingArguments args = new() { OutputDir = "out" };
            return (args.WorldSize, args.ProcessIndex, args.LocalProcessIndex, args.ParallelMode, args.ShouldSave, args.ShouldLog);
        });

        Assert.Equal([(2, 0, 0, ParallelMode.Distributed, true, true), (2, 1, 1, ParallelMode.Distributed, false, false)], found);
    }

    [Fact]
    public void The_state_knows_whether_its_process_is_the_first()
    {
        (bool, bool)[] found = new ThreadRanks(4) { RanksOfMachine = 2 }.Run(_ => (new TrainerState().IsWorldProcessZero, new TrainerState().IsLocalProcessZero));

        Assert.Equal([(true, true), (false, false), (false, true), (false, false)], found);
    }

    [Theory]
    [InlineData(false, new[] { 0 })]
    [InlineData(true, new[] { 0, 2 })]
    public void The_main_process_goes_first(bool local, int[] first)
    {
        List<int> order = [];
        _ = new ThreadRanks(4) { RanksOfMachine = 2 }.Run(group =>
        {
            using (new TrainingArguments { OutputDir = "out" }.MainProcessFirst(local))
            {
                Thread.Sleep(first.Contains(group.Rank) ? 20 : 0);
                lock (order)
                {
                    order.Add(group.Rank);
                }
            }

            return 0;
        });

        Assert.Equal(first, order.Take(first.Length).Order());
        Assert.Equal([0, 1, 2, 3], order.Order());
    }

    [Fact]
    public void Batches_to_cut_up_must_be_as_many_rows_as_there_are_processes_or_a_multiple()
    {
        AggregateException refused = Assert.Throws<AggregateException>(() => Train(
            3, (_, args) => args with { AcceleratorConfig = new AcceleratorConfig { SplitBatches = true } }, _ => []));

        Assert.Contains(refused.InnerExceptions, exception => exception.Message.Contains("multiple of the number of processes", StringComparison.Ordinal));
    }

    private RankTrainer[] Train(
        int size, Func<int, TrainingArguments, TrainingArguments> change, Func<int, IReadOnlyList<TrainerCallback>> callbacks, ResumeFrom? from = null) => ThreadRanks.Run(size, group =>
    {
        RankTrainer trainer = RankTrainer.Tiny(change(group.Rank, TinyTrainer.Args(_folder) with { PerDeviceTrainBatchSize = 2 }), null, callbacks(group.Rank));
        _ = trainer.Train(from);
        return trainer;
    });

    private sealed class Stopper(string where) : TrainerCallback
    {
        public override void OnTrainBegin(TrainerContext context) => Stop(context, "begin");

        public override void OnStepEnd(TrainerContext context) => Stop(context, "step");

        public override void OnSubstepEnd(TrainerContext context) => Stop(context, "substep");

        public override void OnLog(TrainerContext context, LogEntry logs) => Stop(context, "log");

        public override void OnEpochEnd(TrainerContext context) => Stop(context, "epoch");

        private void Stop(TrainerContext context, string here) => context.Control.ShouldTrainingStop |= here == where;
    }

    private sealed class Asker : TrainerCallback
    {
        public override void OnStepEnd(TrainerContext context) => context.Control.ShouldSave |= context.State.GlobalStep == 2;
    }

    private sealed class TimeOut(string where) : TrainerCallback
    {
        public override void OnStepEnd(TrainerContext context) => Wait("step");

        public override void OnEvaluate(TrainerContext context, LogEntry metrics) => Wait("evaluate");

        private void Wait(string here)
        {
            if (here == where)
            {
                throw new TaskCanceledException("the request took too long");
            }
        }
    }

    private sealed class LogAsker(string wish) : TrainerCallback
    {
        public override void OnLog(TrainerContext context, LogEntry logs)
        {
            bool asks = context.State.GlobalStep == 2 && logs.ContainsKey("loss");
            context.Control.ShouldSave |= asks && wish == "save";
            context.Control.ShouldEvaluate |= asks && wish == "evaluate";
        }
    }

    private sealed class Failure : TrainerCallback
    {
        /// <summary>Who looks at checkpoints sees them written.</summary>
        public override void OnSave(TrainerContext context)
        {
        }

        public override void OnStepEnd(TrainerContext context)
        {
            if (context.State.GlobalStep == 2)
            {
                throw new InvalidDataException("no more");
            }
        }
    }
}
