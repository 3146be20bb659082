using FineTune.Kernels;
using FineTune.Optim;

namespace FineTune;

/// <summary>Steps divided by the root of a running mean of the squared gradient; torch's <c>RMSprop</c>, bit for bit.</summary>
/// <remarks>State of a parameter: <c>step</c>, <c>square_avg</c>, with momentum <c>momentum_buffer</c>, centered <c>grad_avg</c>.</remarks>
public sealed class Rmsprop : Optimizer
{
    private const string Alpha = "alpha";
    private const string Centered = "centered";
    private const string SquareAvg = "square_avg";
    private const string MomentumBuffer = "momentum_buffer";
    private const string GradAvg = "grad_avg";

    private readonly UpdatePlan<RmspropRule> _plan = new();

    /// <summary>Initializes the optimizer.</summary>
    /// <param name="groups">The parameters to update.</param>
    /// <param name="options">What the groups do not set themselves; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public Rmsprop(IEnumerable<ParameterGroup> groups, RmspropOptions? options = null)
        : base(groups, Settings(options ??= new RmspropOptions()))
    {
        OptimizerRules.NotNegative(options.Lr);
        OptimizerRules.NotNegative(options.Eps);
        OptimizerRules.NotNegative(options.Momentum);
        OptimizerRules.NotNegative(options.WeightDecay);
        OptimizerRules.NotNegative(options.Alpha);
    }

    private protected override IReadOnlyList<string> StateKeys => [SquareAvg];

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

        _plan.Run();
    }

    private void Add(ParameterGroup group, Parameter parameter)
    {
        double momentum = group.GetDouble(OptimizerKeys.Momentum);
        bool centered = group.GetBoolean(Centered);
        double alpha = group.GetDouble(Alpha);
        RmspropRule rule = new(
            (float)-group.Lr,
            (float)group.WeightDecay,
            (float)alpha,
            (float)(1 - alpha),
            (float)group.GetDouble(OptimizerKeys.Eps),
            (float)momentum,
            centered);
        IDictionary<string, object?> state = Begun(parameter, momentum > 0, centered);
        ((Tensor)state[OptimizerKeys.Step]!).Span[0]++;
        _plan.Add(
            parameter,
            rule,
            group.GetBoolean(OptimizerKeys.Maximize),
            (Tensor)state[SquareAvg]!,
            momentum > 0 ? (Tensor)state[MomentumBuffer]! : null,
            centered ? (Tensor)state[GradAvg]! : null);
    }

    private IDictionary<string, object?> Begun(Parameter parameter, bool hasMomentum, bool centered)
    {
        IDictionary<string, object?> state = StateOf(parameter);
        if (state.Count == 0)
        {
            state[OptimizerKeys.Step] = ZeroState(Shape.Scalar);
            state[SquareAvg] = ZeroState(parameter.Shape);
            if (hasMomentum)
            {
                state[MomentumBuffer] = ZeroState(parameter.Shape);
            }

            if (centered)
            {
                state[GradAvg] = ZeroState(parameter.Shape);
            }
        }

        return state;
    }

    private static OrderedDictionary<string, object?> Settings(RmspropOptions options) => new()
    {
        [OptimizerKeys.Lr] = options.Lr,
        [OptimizerKeys.Momentum] = options.Momentum,
        [Alpha] = options.Alpha,
        [OptimizerKeys.Eps] = options.Eps,
        [Centered] = options.Centered,
        [OptimizerKeys.WeightDecay] = options.WeightDecay,
        [OptimizerKeys.Capturable] = false,
        [OptimizerKeys.Foreach] = null,
        [OptimizerKeys.Maximize] = options.Maximize,
        [OptimizerKeys.Differentiable] = false,
    };
}
