namespace FineTune;

/// <summary>A schedule that moves when a metric was measured; the Trainer steps it after each evaluation instead of after each update.</summary>
public abstract class MetricLrScheduler : LrScheduler
{
    /// <summary>Initializes the schedule of an optimizer.</summary>
    protected MetricLrScheduler(Optimizer optimizer)
        : base(optimizer)
    {
    }

    /// <summary>Takes a new value of the metric into account and sets the learning rates.</summary>
    public abstract void Step(double metric);

    /// <summary>Not possible without a metric.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public sealed override void Step() => Throw.SchedulerNeedsMetric(GetType().Name);
}
