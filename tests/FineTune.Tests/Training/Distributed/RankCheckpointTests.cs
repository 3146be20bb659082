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
        Assert.All(Losses(whole[0]).Zip(Losses(alone)), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
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

        Assert.Equal(File.ReadAllText(_folder.File("machine-0", "trainer_state.json")), File.ReadAllText(_folder.File("machine-1", "trainer_state.json")));
        Assert.All(resumed, rank => Assert.True(rank.IsFinished));
        Assert.Equal(whole.Select(rank => rank.Trace), resumed.Select(rank => rank.Trace));
        Assert.Contains("train_runtime", state, StringComparison.Ordinal);
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
