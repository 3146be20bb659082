using System.Collections.Concurrent;
using FineTune.Runtime;
using FineTune.Tests.Training.Runs;

namespace FineTune.Tests.Training.Checkpoints;

/// <summary>
/// A run that is killed after any of its steps and resumed, in a folder that has moved, is the same run bit for bit: log, weights, optimizer,
/// random numbers, patience.
/// </summary>
public sealed class ResumeEveryStepTests : IClassFixture<ResumeEveryStepTests.WholeRuns>
{
    private const int Steps = 8;
    private readonly WholeRuns _whole;

    public ResumeEveryStepTests(WholeRuns whole) => _whole = whole;

    /// <summary>Gets every kind of run with every step: two epochs of four steps, seven batches each, of which the last step has one.</summary>
    public static TheoryData<string, int> Everywhere
    {
        get
        {
            TheoryData<string, int> everywhere = [];
            foreach (string kind in new[]
            {
                "accumulation", "every epoch", "group by length", "batch rebalance", "sequential", "shared sampler", "two sets", "patience", "best", "plateau",
                "threads", "stream", "shuffled stream",
            })
            {
                for (int step = 1; step <= Steps; step++)
                {
                    everywhere.Add(kind, step);
                }
            }

            return everywhere;
        }
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public void A_run_resumed_after_any_step_is_the_same_run(string kind, int step)
    {
        (RunFolder whole, string expected) = _whole.Of(kind);
        string checkpoint = $"checkpoint-{step}";
        if (!Directory.Exists(whole.File(checkpoint)))
        {
            Assert.Equal("patience", kind); // It ended before.
            return;
        }

        using RunFolder moved = new();
        for (int kept = 1; kept <= step; kept++)
        {
            Copy(whole.File($"checkpoint-{kept}"), moved.File($"checkpoint-{kept}"));
        }

        using ThreadCount threads = new(kind == "threads" ? 3 : 1);
        string resumed = Make(kind, moved).Train(ResumeFrom.LastCheckpoint);

        Assert.Equal(expected, resumed);
    }

    [Fact]
    public void Patience_that_had_moved_ends_the_resumed_run_where_it_would_have_ended()
    {
        (RunFolder whole, string expected) = _whole.Of("patience");

        Assert.InRange(whole.Checkpoints.Count(), 3, Steps - 1);
        Assert.Contains("\"early_stopping_patience_counter\": 2", expected, StringComparison.Ordinal);
    }

    private static ResumableRun Make(string kind, RunFolder folder) => new(folder.Path, args => Change(kind, args) with { SaveSteps = 1 })
    {
        HasTwoSets = kind == "two sets",
        Patience = kind == "patience" ? 2 : 100,
        Rows = kind switch
        {
            "stream" => TinyData.Stream(20),
            "shuffled stream" => Dataset.FromList(TinyData.Rows(20)).ToIterableDataset(numShards: 3).Shuffle(seed: 1, bufferSize: 8),
            _ => TinyData.Rows(20),
        },
    };

    private static TrainingArguments Change(string kind, TrainingArguments args) => kind switch
    {
        "every epoch" => args with { EvalStrategy = IntervalStrategy.Epoch, LoggingStrategy = IntervalStrategy.Epoch, EvalOnStart = true, EvalDelay = 1 },
        "group by length" => args with { TrainSamplingStrategy = TrainSamplingStrategy.GroupByLength, EvalSteps = 3 },
        "batch rebalance" => args with { TrainSamplingStrategy = TrainSamplingStrategy.BatchRebalance },
        "sequential" => args with { TrainSamplingStrategy = TrainSamplingStrategy.Sequential, LoggingSteps = 5, LoggingFirstStep = true },
        "shared sampler" => args with { AcceleratorConfig = new() { UseSeedableSampler = false } },
        "two sets" => args with { MetricForBestModel = "b_accuracy", EvalSteps = 1 },
        "patience" => args with { EvalSteps = 1, MetricForBestModel = "loss", GreaterIsBetter = true },
        "best" => args with { EvalSteps = 1, LoadBestModelAtEnd = true, MetricForBestModel = "loss", NumTrainEpochs = 1.6, MaxSteps = 8 },
        "plateau" => args with
        {
            LrSchedulerType = SchedulerType.ReduceOnPlateau,
            LrSchedulerKwargs = new Dictionary<string, object?> { ["patience"] = 0L, ["factor"] = 0.5 },
        },
        "stream" or "shuffled stream" => args with { MaxSteps = Steps },
        _ => args,
    };

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }

    /// <summary>Each kind of run, uninterrupted, with a checkpoint of every step.</summary>
    public sealed class WholeRuns : IDisposable
    {
        private readonly ConcurrentDictionary<string, Lazy<(RunFolder Folder, string Description)>> _runs = new();

        internal (RunFolder Folder, string Description) Of(string kind) => _runs.GetOrAdd(kind, _ => new(() =>
        {
            RunFolder folder = new();
            return (folder, Make(kind, folder).Train());
        })).Value;

        public void Dispose()
        {
            foreach (Lazy<(RunFolder Folder, string Description)> run in _runs.Values)
            {
                run.Value.Folder.Dispose();
            }
        }
    }

    /// <summary>Another number of threads for a while; whatever else runs computes the same bits.</summary>
    private sealed class ThreadCount : IDisposable
    {
        private readonly int _before = Workers.ThreadCount;

        public ThreadCount(int count) => Workers.ThreadCount = count;

        public void Dispose() => Workers.ThreadCount = _before;
    }
}
