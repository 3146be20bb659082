namespace FineTune.Training;

/// <summary>All rules.</summary>
internal static class ArgumentRules
{
    private static readonly IArgumentRule[] s_rules =
    [
        new CountsArePositive(),
        new NumbersAreInRange(),
        new SeedsAreThirtyTwoBits(),
        new StrategiesHaveSteps(),
        new StepsAreWhole(),
        new BestModelIsSaved(),
        new BestSavingHasMetric(),
        new MetricSchedulersEvaluate(),
        new PrefetchingNeedsWorkers(),
        new PrecisionsExclude(),
        new AccumulationIsSetOnce(),
        new OptimizerIsAvailable(),
        new ReportersAreAvailable(),
        new LossesExclude(),
        new ExtrasAreInRange(),
        new RefusedArgumentsAreUnset(),
    ];

    /// <summary>Gets the message of every broken rule.</summary>
    public static IReadOnlyList<string> Check(TrainingArguments args)
    {
        TrainingArguments resolved = args.Resolve();
        return [.. s_rules.SelectMany(rule => rule.Check(resolved))];
    }
}
