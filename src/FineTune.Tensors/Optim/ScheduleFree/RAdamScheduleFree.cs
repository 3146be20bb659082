using FineTune.Kernels;
using FineTune.Optim;

namespace FineTune;

/// <summary>
/// Schedule-free Adam that needs no warm-up, as its steps grow with the trust in its second moment (RAdam); as the schedulefree package 1.4
/// computes it: <c>schedule_free_radam</c>.
/// </summary>
/// <remarks>State of a parameter: <c>z</c>, <c>exp_avg_sq</c>. Where the run stands is kept in the group: <c>k</c>, <c>weight_sum</c>, ...</remarks>
public sealed class RAdamScheduleFree : ScheduleFreeOptimizer
{
    private readonly UpdatePlan<ScheduleFreeUnextrapolatedRule> _plan = new();

    /// <summary>Initializes the optimizer, in evaluation mode: call <see cref="Optimizer.Train"/> before the first step.</summary>
    /// <param name="groups">The parameters to update.</param>
    /// <param name="options">What the groups do not set themselves; null for the defaults.</param>
    /// <exception cref="ArgumentException">A setting is outside its range, or a warm-up is asked for.</exception>
    public RAdamScheduleFree(IEnumerable<ParameterGroup> groups, AdamWScheduleFreeOptions? options = null)
        : base(groups, ScheduleFreeSettings.OfRAdam(options ??= new AdamWScheduleFreeOptions())) => ScheduleFreeSettings.Check(options);

    /// <inheritdoc/>
    private protected override double Interpolation(ParameterGroup group) => group.GetDoubles(OptimizerKeys.Betas)[0];

    /// <inheritdoc/>
    private protected override double Schedule(ParameterGroup group, long step)
    {
        double beta2 = group.GetDoubles(OptimizerKeys.Betas)[1];
        double last = (2 / (1 - beta2)) - 1;
        double length = AverageLength(beta2, step);
        return length > 4.0
            ? Math.Pow((length - 4) * (length - 2) * last / ((last - 4) * (last - 2) * length), 0.5)
            : group.GetBoolean(ScheduleFreeSettings.SilentSgdPhase) ? 0 : 1;
    }

    /// <inheritdoc/>
    private protected override void StepGroup(ParameterGroup group, long step, double lr, double averageWeight)
    {
        IReadOnlyList<double> betas = group.GetDoubles(OptimizerKeys.Betas);
        ScheduleFreeUnextrapolatedRule rule = new(
            (float)-lr,
            (float)group.WeightDecay,
            (float)(1 - (1 / betas[0])),
            (float)averageWeight,
            (float)betas[1],
            (float)(1 - betas[1]),
            (float)(1 - Math.Pow(betas[1], step)),
            (float)group.GetDouble(OptimizerKeys.Eps),
            AverageLength(betas[1], step) > 4.0);
        foreach (Parameter parameter in group.Parameters.Where(parameter => parameter.HasGradient))
        {
            _plan.Add(parameter, rule, first: ZOf(parameter), second: SecondMomentOf(parameter));
        }

        _plan.Run();
    }

    /// <summary>Over how many steps the second moment is an average, in effect.</summary>
    private static double AverageLength(double beta2, long step)
    {
        double power = Math.Pow(beta2, step);
        return (2 / (1 - beta2)) - 1 - (2 * step * power / (1 - power));
    }
}
