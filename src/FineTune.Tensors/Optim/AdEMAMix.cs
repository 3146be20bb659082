using FineTune.Kernels;
using FineTune.Optim;

namespace FineTune;

/// <summary>
/// AdamW with a second, much slower mean of the gradient (arXiv:2409.03137), as bitsandbytes computes it in 32 bits on a CPU:
/// <c>ademamix</c>.
/// </summary>
/// <remarks>State of a parameter: <c>step</c>, <c>state1</c> (both means, <c>[2, ...]</c>), <c>state2</c> (the second moment).</remarks>
public sealed class AdEMAMix : Optimizer
{
    private const string Alpha = "alpha";
    private const string TAlpha = "t_alpha";
    private const string TBeta3 = "t_beta3";
    private const string Means = "state1";
    private const string SecondMoment = "state2";

    private readonly UpdatePlan<AdEmaMixRule> _plan = new();

    /// <summary>Initializes the optimizer.</summary>
    /// <param name="groups">The parameters to update.</param>
    /// <param name="options">What the groups do not set themselves; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public AdEMAMix(IEnumerable<ParameterGroup> groups, AdEMAMixOptions? options = null)
        : base(groups, Settings(options ??= new AdEMAMixOptions()))
    {
        OptimizerRules.NotNegative(options.Lr);
        OptimizerRules.NotNegative(options.Eps);
        OptimizerRules.Share(options.Beta1);
        OptimizerRules.Share(options.Beta2);
        OptimizerRules.Share(options.Beta3);
        OptimizerRules.NotNegative(options.Alpha);
        OptimizerRules.NotNegative(options.WeightDecay);
    }

    private protected override IReadOnlyList<string> StateKeys => [Means, SecondMoment];

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

    /// <inheritdoc/>
    protected override bool IsStateShape(string key, Shape state, Shape parameter) =>
        key == Means ? state == new Shape([2, .. parameter.ToArray()]) : base.IsStateShape(key, state, parameter);

    private void Add(ParameterGroup group, Parameter parameter)
    {
        IDictionary<string, object?> state = StateOf(parameter);
        if (state.Count == 0)
        {
            state[OptimizerKeys.Step] = 0L;
            state[Means] = ZeroState(new Shape([2, .. parameter.Shape.ToArray()]));
            state[SecondMoment] = ZeroState(parameter.Shape);
        }

        long step = StateValue.ToInteger(state[OptimizerKeys.Step], OptimizerKeys.Step) + 1;
        state[OptimizerKeys.Step] = step;
        Span<float> means = ((Tensor)state[Means]!).Span;
        _plan.Add(
            parameter,
            Rule(group, step),
            maximize: false,
            Memory.Address(means[..parameter.Length]),
            Memory.Address(means[parameter.Length..]),
            Memory.Address(((Tensor)state[SecondMoment]!).Span));
    }

    private static AdEmaMixRule Rule(ParameterGroup group, long step)
    {
        IReadOnlyList<double> betas = group.GetDoubles(OptimizerKeys.Betas);
        double beta3 = Beta3At(group, betas, step);
        double alpha = group.GetDouble(Alpha);
        if (group[TAlpha] is { } rise)
        {
            alpha = Math.Min(step * alpha / StateValue.ToDouble(rise, TAlpha), alpha);
        }

        return new AdEmaMixRule(
            (float)-group.Lr,
            group.WeightDecay == 0 ? 1 : (float)(1 - (group.Lr * group.WeightDecay)),
            (float)alpha,
            (float)group.GetDouble(OptimizerKeys.Eps),
            (float)betas[0],
            (float)(1 - betas[0]),
            (float)betas[1],
            (float)(1 - betas[1]),
            (float)beta3,
            (float)(1 - beta3),
            (float)(1 - Math.Pow(betas[0], step)),
            (float)Math.Sqrt(1 - Math.Pow(betas[1], step)));
    }

    /// <summary>The paper's rise of beta3, linear in the half-life of the mean.</summary>
    private static double Beta3At(ParameterGroup group, IReadOnlyList<double> betas, long step)
    {
        if (group[TBeta3] is not { } rise)
        {
            return betas[2];
        }

        double first = Math.Log(betas[0]);
        double last = Math.Log(betas[2]);
        double share = step / StateValue.ToDouble(rise, TBeta3);
        return Math.Min(Math.Exp(first * last / (((1 - share) * last) + (share * first))), betas[2]);
    }

    private static OrderedDictionary<string, object?> Settings(AdEMAMixOptions options) => new()
    {
        [OptimizerKeys.Lr] = options.Lr,
        [OptimizerKeys.Betas] = (options.Beta1, options.Beta2, options.Beta3),
        [OptimizerKeys.Eps] = options.Eps,
        [OptimizerKeys.WeightDecay] = options.WeightDecay,
        [Alpha] = options.Alpha,
        [TAlpha] = (long?)options.TAlpha,
        [TBeta3] = (long?)options.TBeta3,
    };
}
