using FineTune.Kernels;
using FineTune.Optim;

namespace FineTune;

/// <summary>SGD without a schedule (arXiv:2405.15682), as the schedulefree package 1.4 computes it: <c>schedule_free_sgd</c>.</summary>
/// <remarks>State of a parameter: <c>z</c>. Where the run stands is kept in the group: <c>k</c>, <c>weight_sum</c>, ...</remarks>
public sealed class SgdScheduleFree : ScheduleFreeOptimizer
{
    private readonly UpdatePlan<ScheduleFreeRule> _plan = new();

    /// <summary>Initializes the optimizer, in evaluation mode: call <see cref="Optimizer.Train"/> before the first step.</summary>
    /// <param name="groups">The parameters to update.</param>
    /// <param name="options">What the groups do not set themselves; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public SgdScheduleFree(IEnumerable<ParameterGroup> groups, SgdScheduleFreeOptions? options = null)
        : base(groups, Settings(options ??= new SgdScheduleFreeOptions()))
    {
        OptimizerRules.NotNegative(options.Lr);
        OptimizerRules.NotNegative(options.WeightDecay);
        OptimizerRules.NotNegative(options.WarmupSteps);
        OptimizerRules.Between(options.Momentum);
    }

    /// <inheritdoc/>
    private protected override double Interpolation(ParameterGroup group) => group.GetDouble(OptimizerKeys.Momentum);

    /// <inheritdoc/>
    private protected override void StepGroup(ParameterGroup group, long step, double lr, double averageWeight)
    {
        double momentum = group.GetDouble(OptimizerKeys.Momentum);
        ScheduleFreeRule rule = new(
            (float)-lr, (float)(lr * ((momentum * (1 - averageWeight)) - 1)), (float)group.WeightDecay, (float)averageWeight);
        foreach (Parameter parameter in group.Parameters.Where(parameter => parameter.HasGradient))
        {
            _plan.Add(parameter, rule, first: ZOf(parameter));
        }

        _plan.Run();
    }

    private static OrderedDictionary<string, object?> Settings(SgdScheduleFreeOptions options) => new()
    {
        [OptimizerKeys.Lr] = options.Lr,
        [OptimizerKeys.Momentum] = options.Momentum,
        [R] = options.R,
        [K] = 0L,
        [WarmupSteps] = options.WarmupSteps,
        [TrainMode] = false,
        [WeightSum] = 0.0,
        [LrMax] = -1.0,
        [ScheduledLr] = 0.0,
        [WeightLrPower] = options.WeightLrPower,
        [OptimizerKeys.WeightDecay] = options.WeightDecay,
        [OptimizerKeys.Foreach] = true,
    };
}
