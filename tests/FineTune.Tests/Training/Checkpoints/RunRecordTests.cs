using FineTune.Tests.Training.Runs;
using FineTune.Training;

namespace FineTune.Tests.Training.Checkpoints;

/// <summary>Checkpoints of an earlier run in a folder are never taken for those of the present one.</summary>
public sealed class RunRecordTests : IDisposable
{
    private readonly RunFolder _folder = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_run_killed_before_its_first_save_does_not_go_on_from_an_earlier_one(int killAtBatch)
    {
        _ = new ResumableRun(_folder.Path).Train();
        Kill(killAtBatch);

        CheckpointException exception = Assert.Throws<CheckpointException>(() => new ResumableRun(_folder.Path).Train(ResumeFrom.LastCheckpoint));

        Assert.Contains("There is no checkpoint of this run (an earlier one left checkpoint-2, checkpoint-4, checkpoint-6, checkpoint-8)", exception.Message, StringComparison.Ordinal);
        Assert.Null(Trainer.GetLastCheckpoint(_folder.Path));
    }

    [Fact]
    public void One_killed_at_any_change_before_its_first_step_is_either_run_whole_or_none()
    {
        for (int failAt = 2; failAt < 14; failAt++)
        {
            using RunFolder folder = new();
            _ = new ResumableRun(folder.Path).Train();
            FaultyFiles files = new(failAt, Fault.Kill);

            _ = Record.Exception(() => new ResumableRun(folder.Path, args => args with { LearningRate = 0.01 })
            {
                Files = files,
                OnForward = (model, _) => KillIf(model.Training),
            }.Train());

            bool isOld = Trainer.GetLastCheckpoint(folder.Path) is not null;
            string args = folder.File("training_args.json");
            string? rate = File.Exists(args) ? JsonText.ReadObject(File.ReadAllText(args))["learning_rate"]!.ToString() : null;
            Assert.True(rate is null || rate == (isOld ? "0.05" : "0.01"), $"change {failAt}: old {isOld}, learning rate {rate}");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void One_whose_schedule_or_optimizer_cannot_be_made_leaves_the_earlier_run_as_it_was(bool resumes)
    {
        _ = new ResumableRun(_folder.Path).Train();
        string[] before = Texts();

        _ = Assert.ThrowsAny<ArgumentException>(() => new ResumableRun(_folder.Path, args => args with { LrSchedulerType = SchedulerType.WarmupStableDecay })
            .Train(resumes ? ResumeFrom.LastCheckpoint : null));
        Exception? ofOptimizer = Record.Exception(() => new ResumableRun(_folder.Path, args => args with { Optim = OptimizerNames.Sgd, OptimArgs = "momentum=-1" })
            .Train(resumes ? ResumeFrom.LastCheckpoint : null));
        Assert.True(ofOptimizer is ArgumentException or CheckpointException, ofOptimizer?.ToString()); // On resume it is a change that is refused.

        Assert.Equal(before, Texts());
        Assert.Equal("checkpoint-8", Path.GetFileName(Trainer.GetLastCheckpoint(_folder.Path)));

        string[] Texts() => [.. new[] { "finetune_run.json", "training_args.json" }.Select(name => File.ReadAllText(_folder.File(name)))];
    }

    [Fact]
    public void One_that_has_no_room_for_a_checkpoint_leaves_the_earlier_run_as_it_was()
    {
        _ = new ResumableRun(_folder.Path).Train();
        string before = File.ReadAllText(_folder.File("finetune_run.json"));

        CheckpointException exception = Assert.Throws<CheckpointException>(() => new ResumableRun(_folder.Path) { Files = new FullDisk() }.Train());

        Assert.StartsWith("There is no room for a checkpoint", exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(_folder.File("finetune_run.json")));
        Assert.Equal("checkpoint-8", Path.GetFileName(Trainer.GetLastCheckpoint(_folder.Path)));
    }

    [Fact]
    public void What_a_save_left_that_the_full_disk_broke_off_makes_room()
    {
        Directory.CreateDirectory(_folder.File(".saving-9"));

        _ = new ResumableRun(_folder.Path) { Files = new DiskFullOfLeftovers() }.Train();

        Assert.False(Directory.Exists(_folder.File(".saving-9")));
    }

    [Fact]
    public void A_run_keeps_its_checkpoints_through_resuming_and_branching()
    {
        string expected = new ResumableRun(_folder.Path).Train();
        string branch = new ResumableRun(_folder.Path, args => args with { MaxSteps = 6 }).Train(ResumeFrom.Path(_folder.File("checkpoint-4")));
        Directory.Delete(_folder.File("checkpoint-6"), recursive: true);

        Assert.Equal("checkpoint-4", Path.GetFileName(Trainer.GetLastCheckpoint(_folder.Path)));
        Assert.Contains("\"global_step\": 6", branch, StringComparison.Ordinal);
        Assert.Equal(expected, new ResumableRun(_folder.Path).Train(ResumeFrom.LastCheckpoint));
    }

    [Fact]
    public void Only_its_own_checkpoints_are_counted_and_deleted()
    {
        _ = new ResumableRun(_folder.Path).Train();
        Directory.Move(_folder.File("checkpoint-8"), _folder.File("checkpoint-3"));

        _ = new ResumableRun(_folder.Path, args => args with { SaveTotalLimit = 1 }).Train();

        Assert.Equal(["checkpoint-2", "checkpoint-3"], _folder.Checkpoints); // the best of its own, and what is not its own
    }

    [Fact]
    public void A_folder_without_a_record_goes_on_from_the_run_that_saved_last()
    {
        string expected = new ResumableRun(_folder.Path).Train();
        File.Delete(_folder.File(RunRecord.FileName));
        Directory.Delete(_folder.File("checkpoint-8"), recursive: true);

        Assert.Equal(expected, new ResumableRun(_folder.Path).Train(ResumeFrom.LastCheckpoint));
        Assert.Equal("checkpoint-8", Path.GetFileName(Trainer.GetLastCheckpoint(_folder.Path)));
    }

    [Fact]
    public void A_damaged_record_is_named()
    {
        _ = new ResumableRun(_folder.Path).Train();
        File.WriteAllText(_folder.File(RunRecord.FileName), "{\"run\": ");

        CheckpointException exception = Assert.Throws<CheckpointException>(() => new ResumableRun(_folder.Path).Train(ResumeFrom.LastCheckpoint));

        Assert.Contains(RunRecord.FileName, exception.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static void KillIf(bool now)
    {
        if (now)
        {
            throw new InvalidOperationException("killed");
        }
    }

    private void Kill(int atBatch)
    {
        int batch = 0;
        _ = Assert.Throws<InvalidOperationException>(() => new ResumableRun(_folder.Path)
        {
            OnForward = (model, _) => KillIf(model.Training && ++batch == atBatch),
        }.Train());
    }

    private sealed class DiskFullOfLeftovers : QuickFiles
    {
        public override long? FreeSpace(string folder) => Directory.Exists(Path.Combine(folder, ".saving-9")) ? 100 : long.MaxValue;
    }

    private sealed class FullDisk : QuickFiles
    {
        public override long? FreeSpace(string folder) => 100;
    }
}
