using FineTune.Kernels;
using FineTune.Optim;

namespace FineTune;

/// <summary>
/// Adam with decoupled weight decay (torch's <c>AdamW</c>): the Trainer's default optimizer. With <see cref="AdamWOptions.Fused"/>, which is
/// the default as in the Trainer, every bit is that of torch's fused kernel on an x86 processor with AVX2.
/// </summary>
/// <remarks>
/// State of a parameter: <c>step</c>, <c>exp_avg</c>, <c>exp_avg_sq</c> and, with AMSGrad, <c>max_exp_avg_sq</c>.
/// </remarks>
public sealed class AdamW : Optimizer
{
    private readonly AdamWPlan _plan = new();

    /// <summary>Initializes the optimizer.</summary>
    /// <param name="groups">The parameters to update.</param>
    /// <param name="options">What the groups do not set themselves; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public AdamW(IEnumerable<ParameterGroup> groups, AdamWOptions? options = null)
        : base(groups, Settings(options ??= new AdamWOptions()))
    {
        OptimizerRules.NotNegative(options.Lr);
        OptimizerRules.NotNegative(options.Eps);
        OptimizerRules.Share(options.Beta1);
        OptimizerRules.Share(options.Beta2);
        OptimizerRules.NotNegative(options.WeightDecay);
    }

    /// <inheritdoc/>
    public override void Step()
    {
        foreach (ParameterGroup group in ParamGroups)
        {
            AdamWSettings settings = new(group);
            foreach (Parameter parameter in group.Parameters)
            {
                if (parameter.HasGradient)
                {
                    AdamWState state = State(parameter, settings.Amsgrad);
                    _plan.Add(parameter, state, settings.Scalars(++state.Step.Span[0]), settings);
                }
            }
        }

        _plan.Run();
    }

    private AdamWState State(Parameter parameter, bool amsgrad)
    {
        IDictionary<string, object?> values = StateOf(parameter);
        if (values.Count == 0)
        {
            values[OptimizerKeys.Step] = ZeroState(Shape.Scalar);
            values[OptimizerKeys.ExpAvg] = ZeroState(parameter.Shape);
            values[OptimizerKeys.ExpAvgSq] = ZeroState(parameter.Shape);
        }

        if (amsgrad)
        {
            values.TryAdd(OptimizerKeys.MaxExpAvgSq, ZeroState(parameter.Shape));
        }

        return new AdamWState(
            (Tensor)values[OptimizerKeys.Step]!,
            (Tensor)values[OptimizerKeys.ExpAvg]!,
            (Tensor)values[OptimizerKeys.ExpAvgSq]!,
            amsgrad ? (Tensor)values[OptimizerKeys.MaxExpAvgSq]! : null);
    }

    private static OrderedDictionary<string, object?> Settings(AdamWOptions options) => new()
    {
        [OptimizerKeys.Lr] = options.Lr,
        [OptimizerKeys.Betas] = (options.Beta1, options.Beta2),
        [OptimizerKeys.Eps] = options.Eps,
        [OptimizerKeys.WeightDecay] = options.WeightDecay,
        [OptimizerKeys.Amsgrad] = options.Amsgrad,
        [OptimizerKeys.Maximize] = options.Maximize,
        [OptimizerKeys.Foreach] = null,
        [OptimizerKeys.Capturable] = false,
        [OptimizerKeys.Differentiable] = false,
        [OptimizerKeys.Fused] = options.Fused ? true : null,
        [OptimizerKeys.DecoupledWeightDecay] = true,
    };
}
