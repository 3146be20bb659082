using FineTune.Kernels;
using FineTune.Optim;

namespace FineTune;

/// <summary>Stochastic gradient descent with optional momentum; torch's <c>SGD</c>, bit for bit.</summary>
/// <remarks>State of a parameter: <c>momentum_buffer</c>, with momentum only.</remarks>
public sealed class Sgd : Optimizer
{
    private const string Dampening = "dampening";
    private const string Nesterov = "nesterov";
    private const string MomentumBuffer = "momentum_buffer";

    private readonly UpdatePlan<SgdPlainRule> _plain = new();
    private readonly UpdatePlan<SgdRule> _withMomentum = new();

    /// <summary>Initializes the optimizer.</summary>
    /// <param name="groups">The parameters to update.</param>
    /// <param name="options">What the groups do not set themselves; null for the defaults.</param>
    /// <exception cref="ArgumentException">A setting is outside its range, or Nesterov's momentum has none, or dampening.</exception>
    public Sgd(IEnumerable<ParameterGroup> groups, SgdOptions? options = null)
        : base(groups, Settings(options ??= new SgdOptions()))
    {
        OptimizerRules.NotNegative(options.Lr);
        OptimizerRules.NotNegative(options.Momentum);
        OptimizerRules.NotNegative(options.WeightDecay);
        if (options.Nesterov && (options.Momentum <= 0 || options.Dampening != 0))
        {
            Throw.NesterovNeedsMomentum(options.Momentum, options.Dampening);
        }
    }

    /// <inheritdoc/>
    public override void Step()
    {
        foreach (ParameterGroup group in ParamGroups)
        {
            foreach (Parameter parameter in group.Parameters.Where(parameter => parameter.HasGradient))
            {
                Add(group, parameter);
            }
        }

        _plain.Run();
        _withMomentum.Run();
    }

    private void Add(ParameterGroup group, Parameter parameter)
    {
        float lr = (float)-group.Lr;
        float decay = (float)group.WeightDecay;
        double momentum = group.GetDouble(OptimizerKeys.Momentum);
        bool maximize = group.GetBoolean(OptimizerKeys.Maximize);
        if (momentum == 0)
        {
            _plain.Add(parameter, new SgdPlainRule(lr, decay), maximize);
            return;
        }

        IDictionary<string, object?> state = StateOf(parameter);
        bool isFirst = !state.TryGetValue(MomentumBuffer, out object? buffer) || buffer is null;
        if (isFirst)
        {
            state[MomentumBuffer] = buffer = ZeroState(parameter.Shape);
        }

        float undamped = (float)(1 - group.GetDouble(Dampening));
        SgdRule rule = new(lr, decay, (float)momentum, undamped, group.GetBoolean(Nesterov), isFirst);
        _withMomentum.Add(parameter, rule, maximize, (Tensor)buffer!);
    }

    private static OrderedDictionary<string, object?> Settings(SgdOptions options) => new()
    {
        [OptimizerKeys.Lr] = options.Lr,
        [OptimizerKeys.Momentum] = options.Momentum,
        [Dampening] = options.Dampening,
        [OptimizerKeys.WeightDecay] = options.WeightDecay,
        [Nesterov] = options.Nesterov,
        [OptimizerKeys.Maximize] = options.Maximize,
        [OptimizerKeys.Foreach] = null,
        [OptimizerKeys.Differentiable] = false,
        [OptimizerKeys.Fused] = null,
    };
}
