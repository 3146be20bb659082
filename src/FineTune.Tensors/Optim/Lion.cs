using FineTune.Kernels;
using FineTune.Optim;

namespace FineTune;

/// <summary>
/// Steps of one size in the direction of a momentum's signs (arXiv:2302.06675), as bitsandbytes computes them in 32 bits on a CPU:
/// <c>lion_32bit</c>. Half of AdamW's memory.
/// </summary>
/// <remarks>State of a parameter: <c>step</c>, <c>state1</c> (the momentum).</remarks>
public sealed class Lion : Optimizer
{
    private const string Momentum = "state1";

    private readonly UpdatePlan<LionRule> _plan = new();

    /// <summary>Initializes the optimizer.</summary>
    /// <param name="groups">The parameters to update.</param>
    /// <param name="options">What the groups do not set themselves; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public Lion(IEnumerable<ParameterGroup> groups, LionOptions? options = null)
        : base(groups, Settings(options ??= new LionOptions()))
    {
        OptimizerRules.NotNegative(options.Lr);
        OptimizerRules.Share(options.Beta1);
        OptimizerRules.Share(options.Beta2);
        OptimizerRules.NotNegative(options.WeightDecay);
    }

    private protected override IReadOnlyList<string> StateKeys => [Momentum];

    /// <inheritdoc/>
    public override void Step()
    {
        foreach (ParameterGroup group in ParamGroups)
        {
            IReadOnlyList<double> betas = group.GetDoubles(OptimizerKeys.Betas);
            LionRule rule = new(
                (float)-group.Lr,
                group.WeightDecay == 0 ? 1 : (float)(1 - (group.Lr * group.WeightDecay)),
                (float)betas[0],
                (float)(1 - betas[0]),
                (float)betas[1],
                (float)(1 - betas[1]));
            foreach (Parameter parameter in group.Parameters.Where(parameter => parameter.HasGradient))
            {
                IDictionary<string, object?> state = StateOf(parameter);
                if (state.Count == 0)
                {
                    state[OptimizerKeys.Step] = 0L;
                    state[Momentum] = ZeroState(parameter.Shape);
                }

                state[OptimizerKeys.Step] = StateValue.ToInteger(state[OptimizerKeys.Step], OptimizerKeys.Step) + 1;
                _plan.Add(parameter, rule, first: (Tensor)state[Momentum]!);
            }
        }

        _plan.Run();
    }

    private static OrderedDictionary<string, object?> Settings(LionOptions options) => new()
    {
        [OptimizerKeys.Lr] = options.Lr,
        [OptimizerKeys.Betas] = (options.Beta1, options.Beta2),
        [OptimizerKeys.WeightDecay] = options.WeightDecay,
    };
}
