using System.Diagnostics;

namespace FineTune.Training;

/// <summary>Measures how long a few steps of training take with a Trainer that is there for nothing else: its weights change.</summary>
internal static class StepTimer
{
    // The first ones compile code and fill pools.
    private const int Unmeasured = 2;

    /// <summary>Gets a run's arguments without all that happens beside steps: nothing is evaluated, saved, pushed or reported.</summary>
    public static TrainingArguments ArgumentsOf(TrainingArguments args) => args with
    {
        FastDevRun = false,
        LrSchedulerType = SchedulerType.Linear, // Some need evaluations.
        LrSchedulerKwargs = null,
        EvalStrategy = IntervalStrategy.No,
        EvalOnStart = false,
        BatchEvalMetrics = false,
        SaveStrategy = SaveStrategy.No,
        LoadBestModelAtEnd = false,
        PushToHub = false,
        ReportTo = [],
        DisableTqdm = false,
    };

    /// <summary>Takes steps until there are enough or the time is over.</summary>
    /// <returns>The median, and of how many; no fewer than one.</returns>
    public static (TimeSpan Step, int Steps) Train(Trainer trainer, int most, TimeSpan budget, CancellationToken cancellation)
    {
        trainer.Prepare();
        trainer.TrainBatchSize = trainer.Args.TrainBatchSize;
        trainer.Model.ZeroGrad();
        Optimizer optimizer = trainer.CreateOptimizer();
        Parameter[] parameters = [.. trainer.Model.Parameters()];
        List<TimeSpan> times = [];
        DataLoader loader = trainer.GetTrainDataLoader();
        IEnumerator<Batch> batches = loader.GetEnumerator();
        Stopwatch whole = Stopwatch.StartNew();
        for (int step = 0; step < Unmeasured + most && (times.Count == 0 || whole.Elapsed < budget); step++)
        {
            cancellation.ThrowIfCancellationRequested();
            Stopwatch one = Stopwatch.StartNew();
            if (!batches.MoveNext())
            {
                batches.Dispose();
                batches = loader.GetEnumerator();
                batches.MoveNext();
            }

            trainer.RehearseStep(batches.Current, optimizer, parameters);
            if (step >= Unmeasured || (step > 0 && whole.Elapsed >= budget))
            {
                times.Add(one.Elapsed);
            }
        }

        batches.Dispose();
        times.Sort();
        return (times[times.Count / 2], times.Count);
    }
}
