namespace FineTune.Training;

/// <summary>Steps above one are whole numbers.</summary>
internal sealed class StepsAreWhole : IArgumentRule
{
    public IEnumerable<string> Check(TrainingArguments args)
    {
        (string Name, double Value, bool Counts)[] steps =
        [
            ("logging_steps", args.LoggingSteps, args.LoggingStrategy == IntervalStrategy.Steps),
            ("eval_steps", args.EvalSteps ?? 0, args.EvalStrategy == IntervalStrategy.Steps),
            ("save_steps", args.SaveSteps, args.SaveStrategy == SaveStrategy.Steps),
        ];
        foreach ((string name, double value, bool counts) in steps)
        {
            if (counts && value > 1 && value != Math.Floor(value))
            {
                yield return $"{name} is {PythonNumber.Repr(value)}, but above 1 it must be a whole number; below 1 it is a share of all steps.";
            }
        }
    }
}
