namespace FineTune.Training;

/// <summary>A schedule that follows a metric needs evaluations.</summary>
internal sealed class MetricSchedulersEvaluate : IArgumentRule
{
    public IEnumerable<string> Check(TrainingArguments args)
    {
        if (args.LrSchedulerType is SchedulerType.ReduceOnPlateau or SchedulerType.Greedy && args.EvalStrategy == IntervalStrategy.No)
        {
            yield return $"lr_scheduler_type {EnumSpelling<SchedulerType>.Of(args.LrSchedulerType)} follows a metric, but nothing is " +
                "evaluated during training. Set eval_strategy to epoch or steps.";
        }
    }
}
