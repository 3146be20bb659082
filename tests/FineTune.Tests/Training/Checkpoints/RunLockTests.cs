using System.Diagnostics;
using FineTune.Tests.Training.Runs;
using FineTune.Training;

namespace FineTune.Tests.Training.Checkpoints;

/// <summary>One writer at a time: whoever comes second is refused before it changes anything, and nothing is left behind.</summary>
public sealed class RunLockTests : IDisposable
{
    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, Action<string>> Seconds => new()
    {
        { "another Trainer", folder => TinyTrainer.Make(TinyTrainer.Args(folder)).Train() },
        { "a Trainer that resumes", folder => TinyTrainer.Make(TinyTrainer.Args(folder)).Train(ResumeFrom.LastCheckpoint) },
        { "another Trainer that saves its model", folder => TinyTrainer.Make(TinyTrainer.Args(folder)).SaveModel() },
        { "one that saves its model there", folder => TinyTrainer.Make(TinyTrainer.Args(folder + "-other")).SaveModel(folder) },
        { "one with another name of the folder", folder => TinyTrainer.Make(TinyTrainer.Args(Path.Combine(folder, "..", Path.GetFileName(folder)))).Train() },
        { "one with a slash at the end", folder => TinyTrainer.Make(TinyTrainer.Args(folder + Path.DirectorySeparatorChar)).Train() },
        { "one that pushes", folder => TinyTrainer.Make(TinyTrainer.Args(folder) with { SaveStrategy = SaveStrategy.Steps }).Train() },
        { "one that makes its model", folder => new Trainer(_ => new TinyClassifier(), TinyTrainer.Args(folder)) { TrainDataset = TinyData.Rows(4) }.Train() },
        { "the right itself", folder => RunLock.Acquire(folder).Dispose() },
        { "a look", RunLock.RefuseIfHeld },
    };

    [Theory]
    [MemberData(nameof(Seconds))]
    public void The_second_is_refused_and_the_first_goes_on(string who, Action<string> begin)
    {
        string path = _folder.File("run");
        Nested nested = new(() => begin(path));
        Trainer first = TinyTrainer.Make(TinyTrainer.Args(path), null, nested);

        TrainOutput output = first.Train();

        Assert.NotNull(who);
        CheckpointException refused = Assert.IsType<CheckpointException>(nested.Failure);
        Assert.Contains($"process {Environment.ProcessId} has been writing there since ", refused.Message, StringComparison.Ordinal);
        Assert.Contains("--output_dir", refused.Message, StringComparison.Ordinal);
        Assert.Equal(nested.Before, nested.After);
        Assert.Equal(5, output.GlobalStep);
        Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(path), RunLock.Owns);
        Assert.DoesNotContain("in use", Record.Exception(() => begin(path))?.Message ?? string.Empty, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_fails_leaves_the_folder_free()
    {
        TinyClassifier model = new() { OnForward = (_, _) => throw new InvalidOperationException("no") };

        Assert.Throws<InvalidOperationException>(() => TinyTrainer.Make(TinyTrainer.Args(_folder), model).Train());

        Assert.Equal(5, TinyTrainer.Make(TinyTrainer.Args(_folder)).Train().GlobalStep);
    }

    [Fact]
    public void What_a_dead_process_left_is_nobodys()
    {
        File.WriteAllText(_folder.File(RunLock.FileName), string.Empty);
        File.WriteAllText(_folder.File(RunLock.OwnerName), (FolderOwner.Here() with { Process = int.MaxValue }).ToText());

        using (RunLock taken = RunLock.Acquire(_folder.Path))
        {
            Assert.Equal(Environment.ProcessId, FolderOwner.Read(_folder.File(RunLock.OwnerName))!.Process);
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_process_that_is_killed_leaves_the_folder_free_at_once()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/flock"))
        {
            return;
        }

        File.WriteAllText(_folder.File(RunLock.FileName), string.Empty);
        using Process holder = Process.Start(new ProcessStartInfo("/usr/bin/flock", ["--no-fork", _folder.File(RunLock.FileName), "/bin/sleep", "60"]))!;
        for (int tries = 0; tries < 100 && IsFree(); tries++)
        {
            Thread.Sleep(20);
        }

        Assert.False(IsFree());
        holder.Kill();
        holder.WaitForExit();
        Assert.True(IsFree());

        bool IsFree() => Record.Exception(() => RunLock.RefuseIfHeld(_folder.Path)) is null;
    }

    [Fact]
    public void Many_that_begin_together_are_never_two_at_a_time()
    {
        int inside = 0, most = 0, times = 0;
        Parallel.For(0, 4, _ =>
        {
            for (int i = 0; i < 100; i++)
            {
                try
                {
                    using RunLock taken = RunLock.Acquire(_folder.Path);
                    int now = Interlocked.Increment(ref inside);
                    most = Math.Max(most, now);
                    times++;
                    Interlocked.Decrement(ref inside);
                }
                catch (CheckpointException)
                {
                }
            }
        });

        Assert.Equal(1, most);
        Assert.True(times > 0);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_folder_made_for_a_run_that_writes_nothing_goes_with_it()
    {
        RunLock.Acquire(_folder.File("new")).Dispose();
        using (RunLock taken = RunLock.Acquire(_folder.File("used")))
        {
            File.WriteAllText(_folder.File("used", "file"), string.Empty);
        }

        Assert.False(Directory.Exists(_folder.File("new")));
        Assert.Equal([_folder.File("used", "file")], Directory.EnumerateFileSystemEntries(_folder.File("used")));
    }

    [Fact]
    public void Where_nothing_can_be_written_there_is_nothing_to_own()
    {
        File.WriteAllText(_folder.File("file"), string.Empty);

        using RunLock taken = RunLock.Acquire(_folder.File("file"));

        Assert.Equal(_folder.File("file"), taken.Folder);
    }

    private sealed class Nested(Action begin) : TrainerCallback
    {
        public Exception? Failure { get; private set; }

        public string[]? Before { get; private set; }

        public string[]? After { get; private set; }

        public override void OnStepEnd(TrainerContext context)
        {
            if (context.State.GlobalStep == 2)
            {
                Before = Entries(context.Args.OutputDir);
                Failure = Record.Exception(begin);
                After = Entries(context.Args.OutputDir);
            }
        }

        private static string[] Entries(string folder) => [.. Directory.EnumerateFileSystemEntries(folder).Order(StringComparer.Ordinal)];
    }
}
