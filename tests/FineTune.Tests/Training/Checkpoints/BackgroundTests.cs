using FineTune.Tests.Training.Runs;

namespace FineTune.Tests.Training.Checkpoints;

/// <summary>Checkpoints are written while training goes on, and nobody can tell by what they hold.</summary>
public sealed class BackgroundTests : IDisposable
{
    private readonly RunFolder _folder = new();

    [Fact]
    public void Training_goes_on_while_a_checkpoint_is_written()
    {
        using HeldFiles files = new();
        List<string> seen = [];
        StepWatch watch = new(step =>
        {
            seen.AddRange(_folder.Checkpoints.Select(name => $"{name} at step {step}"));
            files.LetGo(when: step == 4); // The next save, at this step, waits for the one at step 2.
        });

        _ = new ResumableRun(_folder.Path) { Files = files, More = [watch] }.Train();

        Assert.True(files.WasHeld);
        Assert.DoesNotContain("checkpoint-2 at step 3", seen);
        Assert.Equal(["checkpoint-2", "checkpoint-4", "checkpoint-6", "checkpoint-8"], _folder.Checkpoints);
    }

    [Fact]
    public void What_is_written_later_is_what_was_there_when_it_was_saved()
    {
        using RunFolder other = new();
        using HeldFiles files = new();
        _ = new ResumableRun(other.Path) { More = [new SaveWatch(() => { })] }.Train();

        _ = new ResumableRun(_folder.Path) { Files = files, More = [new StepWatch(step => files.LetGo(when: step == 4))] }.Train();

        foreach (string file in new[] { "model.safetensors", "optimizer.pt", "scheduler.pt", "rng_state.pth" })
        {
            Assert.Equal(File.ReadAllBytes(other.File("checkpoint-2", file)), File.ReadAllBytes(_folder.File("checkpoint-2", file)));
        }
    }

    [Fact]
    public void A_callback_that_looks_at_saves_finds_the_checkpoint_complete()
    {
        List<string> complete = [];

        _ = new ResumableRun(_folder.Path) { More = [new SaveWatch(() => complete.Add(_folder.Checkpoints.Last()))] }.Train();

        Assert.Equal(["checkpoint-2", "checkpoint-4", "checkpoint-6", "checkpoint-8"], complete);
    }

    [Fact]
    public void A_run_that_ends_otherwise_leaves_nothing_half_written()
    {
        using HeldFiles files = new();
        StepWatch watch = new(step =>
        {
            if (step == 3)
            {
                files.LetGo(when: true);
                throw new InvalidOperationException("mine");
            }
        });

        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() => new ResumableRun(_folder.Path) { Files = files, More = [watch] }.Train());

        Assert.Equal("mine", exception.Message);
        Assert.Equal(["checkpoint-2"], _folder.Checkpoints);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>A disk that takes its time with the first optimizer it is given.</summary>
    private sealed class HeldFiles : QuickFiles, IDisposable
    {
        private readonly ManualResetEventSlim _go = new();

        public bool WasHeld { get; private set; }

        public override void Write(string path, Action<string> write)
        {
            if (Path.GetFileName(path) == "optimizer.pt" && !_go.IsSet)
            {
                WasHeld = true;
                Assert.True(_go.Wait(TimeSpan.FromMinutes(1)), "Training waited for the disk.");
            }

            base.Write(path, write);
        }

        public void LetGo(bool when)
        {
            if (when)
            {
                Assert.True(SpinWait.SpinUntil(() => WasHeld, TimeSpan.FromMinutes(1)), "Nothing was written beside training.");
                _go.Set();
            }
        }

        public void Dispose() => _go.Dispose();
    }

    private sealed class StepWatch(Action<int> onStep) : TrainerCallback
    {
        public override void OnStepEnd(TrainerContext context) => onStep(context.State.GlobalStep);
    }

    private sealed class SaveWatch(Action onSave) : TrainerCallback
    {
        public override void OnSave(TrainerContext context) => onSave();
    }
}
