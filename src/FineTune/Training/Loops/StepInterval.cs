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

    /// <summary>Gets how often a run evaluates while it trains, at most.</summary>
    public static long Evaluations(TrainingArguments args, TrainingPlan plan) => args.EvalStrategy switch
    {
        IntervalStrategy.Epoch => plan.NumTrainEpochs,
        IntervalStrategy.Steps => Count(args.EvalSteps ?? args.LoggingSteps, plan.MaxSteps),
        _ => 0,
    };
}
