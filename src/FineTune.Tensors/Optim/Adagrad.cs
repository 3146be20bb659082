using FineTune.Kernels;
using FineTune.Optim;

namespace FineTune;

/// <summary>Steps divided by the root of the sum of all squared gradients so far; torch's <c>Adagrad</c>, bit for bit.</summary>
/// <remarks>State of every parameter, from the beginning: <c>step</c>, <c>sum</c>.</remarks>
public sealed class Adagrad : Optimizer
{
    private const string LrDecay = "lr_decay";
    private const string InitialAccumulatorValue = "initial_accumulator_value";
    private const string Sum = "sum";

    private readonly UpdatePlan<AdagradRule> _plan = new();

    /// <summary>Initializes the optimizer.</summary>
    /// <param name="groups">The parameters to update.</param>
    /// <param name="options">What the groups do not set themselves; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public Adagrad(IEnumerable<ParameterGroup> groups, AdagradOptions? options = null)
        : base(groups, Settings(options ??= new AdagradOptions()))
    {
        OptimizerRules.NotNegative(options.Lr);
        OptimizerRules.NotNegative(options.LrDecay);
        OptimizerRules.NotNegative(options.WeightDecay);
        OptimizerRules.NotNegative(options.InitialAccumulatorValue);
        OptimizerRules.NotNegative(options.Eps);
        foreach (ParameterGroup group in ParamGroups)
        {
            foreach (Parameter parameter in group.Parameters)
            {
                Begin(parameter, (float)group.GetDouble(InitialAccumulatorValue));
            }
        }
    }

    private protected override IReadOnlyList<string> StateKeys => [Sum];

    /// <inheritdoc/>
    public override void Step()
    {
        foreach (ParameterGroup group in ParamGroups)
        {
            float decay = (float)group.WeightDecay;
            float eps = (float)group.GetDouble(OptimizerKeys.Eps);
            foreach (Parameter parameter in group.Parameters.Where(parameter => parameter.HasGradient))
            {
                IDictionary<string, object?> state = StateOf(parameter);
                float step = ++((Tensor)state[OptimizerKeys.Step]!).Span[0];
                double lr = group.Lr / (1 + ((step - 1) * group.GetDouble(LrDecay)));
                bool maximize = group.GetBoolean(OptimizerKeys.Maximize);
                _plan.Add(parameter, new AdagradRule((float)-lr, decay, eps), maximize, (Tensor)state[Sum]!);
            }
        }

        _plan.Run();
    }

    private void Begin(Parameter parameter, float sum)
    {
        IDictionary<string, object?> state = StateOf(parameter);
        Tensor sums = ZeroState(parameter.Shape);
        if (sum != 0)
        {
            sums.Span.Fill(sum);
        }

        state[OptimizerKeys.Step] = ZeroState(Shape.Scalar);
        state[Sum] = sums;
    }

    private static OrderedDictionary<string, object?> Settings(AdagradOptions options) => new()
    {
        [OptimizerKeys.Lr] = options.Lr,
        [LrDecay] = options.LrDecay,
        [OptimizerKeys.Eps] = options.Eps,
        [OptimizerKeys.WeightDecay] = options.WeightDecay,
        [InitialAccumulatorValue] = options.InitialAccumulatorValue,
        [OptimizerKeys.Foreach] = null,
        [OptimizerKeys.Maximize] = options.Maximize,
        [OptimizerKeys.Differentiable] = false,
        [OptimizerKeys.Fused] = null,
    };
}
