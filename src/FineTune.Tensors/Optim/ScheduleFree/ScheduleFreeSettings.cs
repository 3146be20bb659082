namespace FineTune.Optim;

/// <summary>The settings of schedule-free Adam, under the names and in the order of the schedulefree package.</summary>
internal static class ScheduleFreeSettings
{
    public const string SilentSgdPhase = "silent_sgd_phase";

    public static OrderedDictionary<string, object?> Of(AdamWScheduleFreeOptions options)
    {
        OrderedDictionary<string, object?> settings = Shared(options);
        settings.Insert(settings.IndexOf(ScheduleFreeOptimizer.TrainMode), ScheduleFreeOptimizer.WarmupSteps, options.WarmupSteps);
        return settings;
    }

    public static OrderedDictionary<string, object?> OfRAdam(AdamWScheduleFreeOptions options)
    {
        if (options.WarmupSteps != 0)
        {
            Throw.OptionOutOfRange("warmup_steps", options.WarmupSteps, "0 for schedule_free_radam, which needs no warm-up");
        }

        OrderedDictionary<string, object?> settings = Shared(options);
        settings[SilentSgdPhase] = options.SilentSgdPhase;
        return settings;
    }

    public static void Check(AdamWScheduleFreeOptions options)
    {
        OptimizerRules.NotNegative(options.Lr);
        OptimizerRules.Between(options.Beta1);
        OptimizerRules.Share(options.Beta2);
        OptimizerRules.NotNegative(options.Eps);
        OptimizerRules.NotNegative(options.WeightDecay);
        OptimizerRules.NotNegative(options.WarmupSteps);
    }

    private static OrderedDictionary<string, object?> Shared(AdamWScheduleFreeOptions options) => new()
    {
        [OptimizerKeys.Lr] = options.Lr,
        [OptimizerKeys.Betas] = (options.Beta1, options.Beta2),
        [OptimizerKeys.Eps] = options.Eps,
        [ScheduleFreeOptimizer.R] = options.R,
        [ScheduleFreeOptimizer.K] = 0L,
        [ScheduleFreeOptimizer.TrainMode] = false,
        [ScheduleFreeOptimizer.WeightSum] = 0.0,
        [ScheduleFreeOptimizer.LrMax] = -1.0,
        [ScheduleFreeOptimizer.ScheduledLr] = 0.0,
        [ScheduleFreeOptimizer.WeightLrPower] = options.WeightLrPower,
        [OptimizerKeys.WeightDecay] = options.WeightDecay,
        [OptimizerKeys.Foreach] = true,
    };
}
