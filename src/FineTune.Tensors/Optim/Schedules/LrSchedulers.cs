using FineTune.Optim;

namespace FineTune;

/// <summary>Makes the schedules of <see cref="SchedulerType"/>; the reference's <c>get_scheduler</c>.</summary>
public static class LrSchedulers
{
    /// <summary>Makes a schedule and sets the learning rates of the first step.</summary>
    /// <param name="name">Which one.</param>
    /// <param name="optimizer">Whose learning rates it sets.</param>
    /// <param name="numWarmupSteps">The number of optimizer steps the learning rate rises in; needed but for constant, plateau and greedy.</param>
    /// <param name="numTrainingSteps">The number of optimizer steps of the run; needed where the learning rate falls towards the end.</param>
    /// <param name="schedulerSpecificKwargs">Further settings under the reference's names: numbers, words and lists of numbers.</param>
    /// <exception cref="ArgumentException">A setting is unknown, missing or cannot be used.</exception>
    public static LrScheduler GetScheduler(
        SchedulerType name,
        Optimizer optimizer,
        int? numWarmupSteps = null,
        int? numTrainingSteps = null,
        IReadOnlyDictionary<string, object?>? schedulerSpecificKwargs = null)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ScheduleArguments arguments = new(SchedulerTypes.Name(name), schedulerSpecificKwargs);
        LrScheduler scheduler = name switch
        {
            SchedulerType.Constant => Constant(optimizer, arguments),
            SchedulerType.ReduceOnPlateau => new ReduceLrOnPlateau(optimizer, ReduceLrOnPlateauOptions.From(arguments, optimizer)),
            SchedulerType.Greedy => new GreedyLr(optimizer, GreedyLrOptions.From(arguments, optimizer)),
            _ => Formula(name, optimizer, new ScheduleSpan(SchedulerTypes.Name(name), numWarmupSteps, numTrainingSteps), arguments),
        };
        return scheduler;
    }

    private static LambdaLr Constant(Optimizer optimizer, ScheduleArguments arguments)
    {
        arguments.End();
        return new LambdaLr(optimizer, static _ => 1);
    }

    private static LambdaLr Formula(SchedulerType name, Optimizer optimizer, ScheduleSpan span, ScheduleArguments arguments)
    {
        int lastEpoch = arguments.Integer("last_epoch", -1);
        double lr = optimizer.Defaults.TryGetValue(OptimizerKeys.Lr, out object? value) ? StateValue.ToDouble(value, OptimizerKeys.Lr) : 0;
        Func<int, double> formula = name switch
        {
            SchedulerType.Linear => ScheduleFormulas.Linear(span),
            SchedulerType.Cosine => ScheduleFormulas.Cosine(span, arguments),
            SchedulerType.CosineWithRestarts => ScheduleFormulas.CosineWithRestarts(span, arguments),
            SchedulerType.Polynomial => ScheduleFormulas.Polynomial(span, arguments, lr),
            SchedulerType.ConstantWithWarmup => ScheduleFormulas.ConstantWithWarmup(span),
            SchedulerType.InverseSqrt => ScheduleFormulas.InverseSqrt(span, arguments),
            SchedulerType.CosineWithMinLr => ScheduleFormulas.CosineWithMinLr(span, arguments, lr),
            SchedulerType.CosineWarmupWithMinLr => ScheduleFormulas.CosineWarmupWithMinLr(span, arguments, lr),
            SchedulerType.WarmupStableDecay => WarmupStableDecay.Formula(span, arguments),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such schedule."),
        };
        arguments.End();
        return LambdaLr.OfPartial(optimizer, formula, lastEpoch);
    }
}
