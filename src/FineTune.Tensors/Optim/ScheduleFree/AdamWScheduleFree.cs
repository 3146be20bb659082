using FineTune.Kernels;
using FineTune.Optim;

namespace FineTune;

/// <summary>AdamW without a schedule (arXiv:2405.15682), as the schedulefree package 1.4 computes it: <c>schedule_free_adamw</c>.</summary>
/// <remarks>State of a parameter: <c>z</c>, <c>exp_avg_sq</c>. Where the run stands is kept in the group: <c>k</c>, <c>weight_sum</c>, ...</remarks>
public sealed class AdamWScheduleFree : ScheduleFreeOptimizer
{
    private readonly UpdatePlan<ScheduleFreeAdamRule> _plan = new();

    /// <summary>Initializes the optimizer, in evaluation mode: call <see cref="Optimizer.Train"/> before the first step.</summary>
    /// <param name="groups">The parameters to update.</param>
    /// <param name="options">What the groups do not set themselves; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public AdamWScheduleFree(IEnumerable<ParameterGroup> groups, AdamWScheduleFreeOptions? options = null)
        : base(groups, ScheduleFreeSettings.Of(options ??= new AdamWScheduleFreeOptions())) => ScheduleFreeSettings.Check(options);

    /// <inheritdoc/>
    private protected override double Interpolation(ParameterGroup group) => group.GetDoubles(OptimizerKeys.Betas)[0];

    /// <inheritdoc/>
    private protected override void StepGroup(ParameterGroup group, long step, double lr, double averageWeight)
    {
        IReadOnlyList<double> betas = group.GetDoubles(OptimizerKeys.Betas);
        ScheduleFreeRule shared = new(
            (float)-lr, (float)(lr * ((betas[0] * (1 - averageWeight)) - 1)), (float)group.WeightDecay, (float)averageWeight);
        ScheduleFreeAdamRule rule = new(
            shared,
            (float)betas[1],
            (float)(1 - betas[1]),
            (float)(1 - Math.Pow(betas[1], step)),
            (float)group.GetDouble(OptimizerKeys.Eps),
            IsNormalized: true);
        foreach (Parameter parameter in group.Parameters.Where(parameter => parameter.HasGradient))
        {
            _plan.Add(parameter, rule, first: ZOf(parameter), second: SecondMomentOf(parameter));
        }

        _plan.Run();
    }
}
