namespace FineTune.Training;

/// <summary>The strategy steps needs a number of steps.</summary>
internal sealed class StrategiesHaveSteps : IArgumentRule
{
    public IEnumerable<string> Check(TrainingArguments args)
    {
        if (args.LoggingStrategy == IntervalStrategy.Steps && args.LoggingSteps == 0)
        {
            yield return "logging_strategy is steps, but logging_steps is 0. Set logging_steps, or logging_strategy no.";
        }

        if (args.EvalStrategy == IntervalStrategy.Steps && args.EvalSteps is null or 0)
        {
            yield return "eval_strategy is steps, but neither eval_steps nor logging_steps says how many. Set eval_steps.";
        }
    }
}
