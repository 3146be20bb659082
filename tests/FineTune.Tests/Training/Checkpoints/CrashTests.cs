using FineTune.Tests.Training.Runs;
using FineTune.Training;

namespace FineTune.Tests.Training.Checkpoints;

/// <summary>Each change to the disk fails in turn: what was saved before stays whole, and the run goes on from the newest complete checkpoint.</summary>
public sealed class CrashTests
{
    private static readonly Lazy<string> s_expected = new(() =>
    {
        using RunFolder folder = new();
        return new ResumableRun(folder.Path, Rotating).Train();
    });

    private static readonly Lazy<int> s_changes = new(() =>
    {
        using RunFolder folder = new();
        FaultyFiles files = new(failAt: -1, Fault.Disk);
        _ = new ResumableRun(folder.Path, Rotating) { Files = files }.Train();
        return files.Changes;
    });

    [Theory]
    [InlineData(Fault.Disk)]
    [InlineData(Fault.Kill)]
    [InlineData(Fault.PowerLoss)]
    public void Whichever_change_fails_every_checkpoint_is_complete_and_the_run_goes_on(Fault fault)
    {
        Assert.True(s_changes.Value > 80);
        for (int failAt = 2; failAt <= s_changes.Value; failAt++)
        {
            using RunFolder folder = new();
            FaultyFiles files = new(failAt, fault);

            Exception? exception = Record.Exception(() => new ResumableRun(folder.Path, Rotating) { Files = files }.Train());

            Assert.True(files.HasFailed);
            Assert.True(exception is null or CheckpointException or IOException, $"change {failAt}: {exception}");
            Assert.All(folder.Checkpoints, checkpoint => Assert.Null(Manifest.Check(folder.File(checkpoint))));
            ResumeFrom? resume = HasAny(folder) ? ResumeFrom.LastCheckpoint : null;
            string resumed = new ResumableRun(folder.Path, Rotating).Train(resume);
            Assert.Equal($"{failAt} {s_expected.Value}", $"{failAt} {resumed}");
            Assert.DoesNotContain(Directory.EnumerateDirectories(folder.Path), path => Path.GetFileName(path).StartsWith('.'));
        }
    }

    [Fact]
    public void A_checkpoint_that_cannot_be_saved_says_why_and_which_is_the_last_good_one()
    {
        using RunFolder folder = new();
        int second = s_changes.Value / 2;

        CheckpointException? exception = Enumerable.Range(second, 20)
            .Select(failAt => Record.Exception(() => new ResumableRun(folder.Path, Rotating) { Files = new FaultyFiles(failAt, Fault.Disk) }.Train()))
            .OfType<CheckpointException>()
            .FirstOrDefault();

        Assert.NotNull(exception);
        Assert.Contains("could not be saved: ", exception.Message, StringComparison.Ordinal);
        Assert.Contains("The last good checkpoint is " + folder.Path, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Fault.Kill)]
    [InlineData(Fault.PowerLoss)]
    public void Saving_the_same_step_again_never_leaves_less_than_one_whole_checkpoint(Fault fault)
    {
        for (int failAt = 2; failAt < 60; failAt++)
        {
            using RunFolder folder = new();
            string expected = new ResumableRun(folder.Path, Rotating).Train();

            _ = Record.Exception(() => new ResumableRun(folder.Path, Rotating) { Files = new FaultyFiles(failAt, fault) }
                .Train(ResumeFrom.Path(folder.File("checkpoint-6"))));

            Assert.Equal($"{failAt} {expected}", $"{failAt} {new ResumableRun(folder.Path, Rotating).Train(ResumeFrom.LastCheckpoint)}");
        }
    }

    private static TrainingArguments Rotating(TrainingArguments args) => args with { SaveTotalLimit = 2 };

    private static bool HasAny(RunFolder folder) =>
        Trainer.GetLastCheckpoint(folder.Path) is not null || Directory.EnumerateDirectories(folder.Path, ".replaced-*").Any();
}
