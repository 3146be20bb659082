using System.Globalization;
using System.Text.RegularExpressions;
using FineTune.Tests.Training.Runs;
using FineTune.Training;

namespace FineTune.Tests.Training.Distributed;

/// <summary>Checkpoints of several ranks: written by one, with the random numbers of all; a run that goes on from any is the same run.</summary>
public sealed class RankCheckpointTests : IDisposable
{
    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(2, TrainSamplingStrategy.Random)]
    [InlineData(3, TrainSamplingStrategy.Random)]
    [InlineData(2, TrainSamplingStrategy.GroupByLength)]
    public void Resumed_from_any_checkpoint_it_is_the_same_run(int size, TrainSamplingStrategy order)
    {
        string[] whole = Train(size, order, null);
        foreach (string checkpoint in _folder.Checkpoints.ToArray())
        {
            Assert.Equal(whole, Train(size, order, ResumeFrom.Path(_folder.File(checkpoint))));
        }
    }

    [Fact]
    public void An_order_drawn_from_the_runs_own_numbers_goes_on_too()
    {
        TrainingArguments Seedless(TrainingArguments args) => args with { AcceleratorConfig = new AcceleratorConfig { UseSeedableSampler = false } };
        string[] whole = Train(2, TrainSamplingStrategy.Random, null, Seedless);

        Assert.Equal(whole, Train(2, TrainSamplingStrategy.Random, ResumeFrom.Path(_folder.File("checkpoint-4")), Seedless));
    }

    [Fact]
    public void It_holds_the_random_numbers_of_every_rank_and_how_many_there_were()
    {
        _ = Train(3, TrainSamplingStrategy.Random, null);

        string[] files = [.. Directory.GetFiles(_folder.File("checkpoint-2")).Select(file => Path.GetFileName(file)!)];
        Assert.Equal(["rng_state_0.pth", "rng_state_1.pth", "rng_state_2.pth"], files.Where(file => file.StartsWith("rng_state", StringComparison.Ordinal)).Order());
        Assert.Contains("\"processes\": 3", File.ReadAllText(_folder.File("checkpoint-2", "finetune_progress.json")), StringComparison.Ordinal);
        Assert.Null(Manifest.Check(_folder.File("checkpoint-2")));
    }

    [Fact]
    public void Other_processes_with_the_same_rows_a_step_go_on_at_the_same_place()
    {
        string[] whole = Train(2, TrainSamplingStrategy.Random, null, args => args, dropout: 0);

        string alone = Run(args => args with { PerDeviceTrainBatchSize = 4, GradientAccumulationSteps = 1 }, TrainSamplingStrategy.Random, ResumeFrom.Path(_folder.File("checkpoint-4")), 0);

        double[] Losses(string trace) => [.. Regex.Matches(trace, " loss ([^ ]+)").Select(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))];
        Assert.Equal(10, Losses(whole[0]).Length);
        Assert.Equal(10, Losses(alone).Length);
        Assert.All(Losses(whole[0]).Zip(Losses(alone)), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Theory]
    [InlineData(TrainSamplingStrategy.Random, true, "the rows of a step are the same.")]
    [InlineData(TrainSamplingStrategy.Sequential, false, "the rows of a step are the same.")]
    [InlineData(TrainSamplingStrategy.Random, false, "the order of the epoch is drawn anew")]
    [InlineData(TrainSamplingStrategy.GroupByLength, true, "the order of the epoch is drawn anew")]
    [InlineData(TrainSamplingStrategy.BatchRebalance, true, "the batches they are divided into are not")]
    public void Other_processes_are_told_what_of_the_rows_is_the_same(TrainSamplingStrategy order, bool seedable, string expected)
    {
        TrainingArguments Seeded(TrainingArguments args) => args with { AcceleratorConfig = new AcceleratorConfig { UseSeedableSampler = seedable } };
        _ = Train(2, order, null, Seeded);

        string said = GoOnAlone(args => Seeded(args) with { PerDeviceTrainBatchSize = 4, TrainSamplingStrategy = order }, "checkpoint-4");

        Assert.Contains("saved by 2 processes, and gone on with by 1: ", said, StringComparison.Ordinal);
        Assert.Contains(expected, said, StringComparison.Ordinal);
    }

    [Fact]
    public void Epochs_of_other_steps_are_refused_where_the_next_row_would_be_another()
    {
        static TrainingArguments Dropping(TrainingArguments args) => args with { PerDeviceTrainBatchSize = 4, DataloaderDropLast = true };
        _ = Train(2, TrainSamplingStrategy.Random, null, Dropping); // Two steps an epoch; by one process of two batches a step it would have three.

        CheckpointException refused = Assert.Throws<CheckpointException>(() => GoOnAlone(args => Dropping(args) with { GradientAccumulationSteps = 2 }, "checkpoint-3"));

        Assert.Contains("divided into steps otherwise", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Go on with 2", refused.Message, StringComparison.Ordinal);
        Assert.Contains("the rows of a step are the same", GoOnAlone(args => Dropping(args) with { GradientAccumulationSteps = 2 }, "checkpoint-1"), StringComparison.Ordinal);
        Assert.Contains("the rows of a step are the same", GoOnAlone(args => Dropping(args) with { PerDeviceTrainBatchSize = 8 }, "checkpoint-2"), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_the_references_checkpoint_it_is_said_that_the_position_may_be_another()
    {
        _ = Train(2, TrainSamplingStrategy.Random, null);
        AsReference("checkpoint-4");

        Assert.Contains("the position in the data may be another", GoOnAlone(args => args with { PerDeviceTrainBatchSize = 4 }, "checkpoint-4"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, 1, "a step had 4 rows then, or a multiple of that, and would have 2 now")]
    [InlineData(4, 2, "the run had 10 steps in 2 epochs then, and would have 6 in 2 now")]
    public void The_references_checkpoint_is_refused_where_steps_must_be_others(int batch, int accumulation, string expected)
    {
        _ = Train(2, TrainSamplingStrategy.Random, null);
        AsReference("checkpoint-4");
        TrainingArguments Other(TrainingArguments args) => args with { PerDeviceTrainBatchSize = batch, GradientAccumulationSteps = accumulation };

        CheckpointException refused = Assert.Throws<CheckpointException>(() => GoOnAlone(Other, "checkpoint-4"));

        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        Assert.Contains("it goes on at the beginning of the epoch", GoOnAlone(args => Other(args) with { IgnoreDataSkip = true }, "checkpoint-4"), StringComparison.Ordinal);
    }

    [Fact]
    public void Other_processes_with_other_steps_are_refused_and_told_which_would_do()
    {
        _ = Train(2, TrainSamplingStrategy.Random, null);

        CheckpointException refused = Assert.Throws<CheckpointException>(() => Run(args => args, TrainSamplingStrategy.Random, ResumeFrom.Path(_folder.File("checkpoint-4")), 0.1));

        Assert.Contains("saved by 2 processes", refused.Message, StringComparison.Ordinal);
        Assert.Contains("whose product is 4", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_best_model_is_everybodys_at_the_end()
    {
        string[] weights = Train(2, TrainSamplingStrategy.Random, null, args => args with { EvalStrategy = IntervalStrategy.Steps, EvalSteps = 1, LoadBestModelAtEnd = true, LearningRate = 0.8 });

        Assert.Single(weights.Distinct());
    }

    [Fact]
    public void The_newest_is_found_by_the_first_for_all()
    {
        string[] whole = Train(2, TrainSamplingStrategy.Random, null);
        File.Delete(_folder.File("checkpoint-10", "trainer_state.json"));

        Assert.Equal(whole, Train(2, TrainSamplingStrategy.Random, ResumeFrom.LastCheckpoint));
    }

    [Fact]
    public void Machines_that_share_no_folder_each_have_a_checkpoint_to_go_on_from()
    {
        string FolderOf(ProcessGroup group) => _folder.File($"machine-{group.Rank / 2}");
        string[] Machines(ResumeFrom? from) => new ThreadRanks(4) { RanksOfMachine = 2 }.Run(group => Run(
            args => args with { OutputDir = FolderOf(group), SaveOnEachNode = true, SaveSteps = 2 }, TrainSamplingStrategy.Random, from, 0.1));
        string[] whole = Machines(null);
        string[] files = [.. new[] { 0, 1 }.Select(machine => string.Join(' ', Directory.EnumerateFiles(_folder.File($"machine-{machine}", "checkpoint-4")).Select(Path.GetFileName).Order()))];
        Directory.Delete(_folder.File("machine-1", "checkpoint-6"), recursive: true);

        string[] resumed = Machines(ResumeFrom.LastCheckpoint);

        Assert.Equal(files[0], files[1]);
        Assert.Contains("rng_state_3.pth", files[1], StringComparison.Ordinal);
        Assert.Single(whole.Distinct());
        Assert.Equal(whole, resumed);
    }

    [Fact]
    public void A_machine_that_has_nothing_to_go_on_from_is_named_and_nothing_starts_anew()
    {
        TrainingArguments Machine(TrainingArguments args) => args with { OutputDir = _folder.File($"machine-{ProcessGroup.Current.Rank}"), SaveOnEachNode = true, SaveSteps = 2 };
        string[] Machines(ResumeFrom? from) => new ThreadRanks(2) { RanksOfMachine = 1 }.Run(_ => Run(Machine, TrainSamplingStrategy.Random, from, 0.1));
        _ = Machines(null);
        Directory.Delete(_folder.File("machine-1"), recursive: true);

        AggregateException ended = Assert.Throws<AggregateException>(() => Machines(ResumeFrom.LastCheckpoint));

        CheckpointException[] refused = [.. ended.InnerExceptions.Cast<CheckpointException>()];
        Assert.Equal(2, refused.Length);
        Assert.All(refused, refusal => Assert.False(refusal.IsNoneFound));
        Assert.All(refused, refusal => Assert.StartsWith(
            $"The machine {Environment.MachineName} (rank 1) has nothing to go on from, and others have checkpoint-10: There is no checkpoint in {_folder.File("machine-1")}. Copy checkpoint-10 there",
            refusal.Message,
            StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)] // An order that all draw when its batches are made.
    public void A_finished_run_is_found_by_the_first_for_machines_that_lack_its_folder(bool seedable)
    {
        TrainingArguments Machine(TrainingArguments args, int machine) => args with
        {
            OutputDir = _folder.File($"machine-{machine}"),
            SaveOnEachNode = true,
            SaveSteps = 2,
            AcceleratorConfig = new AcceleratorConfig { UseSeedableSampler = seedable },
        };
        (string Trace, bool IsFinished)[] Machines(ResumeFrom? from) => new ThreadRanks(2) { RanksOfMachine = 1 }.Run(group =>
        {
            RankTrainer trainer = RankTrainer.Tiny(Machine(TinyTrainer.Args(_folder), group.Rank) with { PerDeviceTrainBatchSize = 2, SaveStrategy = SaveStrategy.Steps }, new TinyClassifier());
            _ = trainer.Train(from);
            trainer.SaveModel();
            trainer.SaveState();
            return (trainer.Trace(), trainer.IsFinished);
        });
        (string Trace, bool)[] whole = Machines(null);
        string state = File.ReadAllText(_folder.File("machine-1", "trainer_state.json"));
        Directory.Delete(_folder.File("machine-1"), recursive: true);

        (string Trace, bool IsFinished)[] resumed = Machines(ResumeFrom.LastCheckpoint);

        string Of(int machine) => File.ReadAllText(_folder.File($"machine-{machine}", "trainer_state.json"));
        Assert.Contains("\"is_world_process_zero\": false", Of(1), StringComparison.Ordinal);
        Assert.Equal(Of(0), Of(1).Replace("\"is_world_process_zero\": false", "\"is_world_process_zero\": true", StringComparison.Ordinal));
        Assert.All(resumed, rank => Assert.True(rank.IsFinished));
        Assert.Equal(whole.Select(rank => rank.Trace), resumed.Select(rank => rank.Trace));
        Assert.Contains("train_runtime", state, StringComparison.Ordinal);
    }

    /// <summary>Leaves of a checkpoint what the reference writes.</summary>
    private void AsReference(string checkpoint) =>
        Array.ForEach(["training_args.json", "finetune_progress.json", "finetune_manifest.json"], file => File.Delete(_folder.File(checkpoint, file)));

    /// <summary>Goes on as one process.</summary>
    /// <returns>What was said.</returns>
    private string GoOnAlone(Func<TrainingArguments, TrainingArguments> change, string checkpoint)
    {
        StringWriter said = new();
        RankTrainer trainer = new(new TinyClassifier(), change(TinyTrainer.Args(_folder) with { PerDeviceTrainBatchSize = 2, NumTrainEpochs = 2 }))
        {
            TrainDataset = TinyData.Rows(20),
            Callbacks = [new PrinterCallback { Output = TextWriter.Null }],
            ErrorOutput = said,
        };
        _ = trainer.Train(ResumeFrom.Path(_folder.File(checkpoint)));
        return said.ToString();
    }

    private string[] Train(
        int size, TrainSamplingStrategy order, ResumeFrom? from, Func<TrainingArguments, TrainingArguments>? change = null, double dropout = 0.1) =>
        ThreadRanks.Run(size, _ => Run(change ?? (args => args), order, from, dropout));

    private string Run(Func<TrainingArguments, TrainingArguments> change, TrainSamplingStrategy order, ResumeFrom? from, double dropout)
    {
        RankTrainer trainer = RankTrainer.Tiny(
            change(TinyTrainer.Args(_folder) with
            {
                PerDeviceTrainBatchSize = 2,
                NumTrainEpochs = 2,
                SaveStrategy = SaveStrategy.Steps,
                SaveSteps = 1,
                TrainSamplingStrategy = order,
            }),
            new TinyClassifier(dropout));
        _ = trainer.Train(from);
        return trainer.Trace();
    }
}
