namespace FineTune.Training;

/// <summary>What comes round every so many steps; the arguments give a number, or a share of all steps.</summary>
internal static class StepInterval
{
    /// <summary>Gets how many steps lie between.</summary>
    public static int Of(double steps, int maxSteps) => (int)(steps < 1 ? Math.Ceiling(maxSteps * steps) : steps);

    /// <summary>Gets how often it comes round: after the last step in any case.</summary>
    public static long Count(double steps, int maxSteps)
    {
        long each = Math.Max(1, Of(steps, maxSteps));
        return (Math.Max(1, maxSteps) + each - 1) / each;
    }

    /// <summary>Gets how often a run evaluates while it trains, at most: from <see cref="TrainingArguments.EvalDelay"/> on.</summary>
    public static long Evaluations(TrainingArguments args, TrainingPlan plan)
    {
        (long each, long last, long count) = args.EvalStrategy switch
        {
            IntervalStrategy.Epoch => (1, plan.NumTrainEpochs, plan.NumTrainEpochs),
            IntervalStrategy.Steps => (Math.Max(1, Of(args.EvalSteps ?? args.LoggingSteps, plan.MaxSteps)), plan.MaxSteps, Count(args.EvalSteps ?? args.LoggingSteps, plan.MaxSteps)),
            _ => default((long, long, long)),
        };
        return args.EvalDelay > last ? 0 : args.EvalDelay <= each ? count : count - (long)Math.Ceiling(args.EvalDelay / each) + 1;
    }
}
