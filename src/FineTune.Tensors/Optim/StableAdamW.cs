using FineTune.Kernels;
using FineTune.Optim;

namespace FineTune;

/// <summary>
/// AdamW whose learning rate is lowered, tensor by tensor, when a gradient is much larger than its past lets expect (arXiv:2304.13013);
/// as the torch-optimi package computes it: <c>stable_adamw</c>.
/// </summary>
/// <remarks>State of a parameter: <c>exp_avg</c>, <c>exp_avg_sq</c>. The number of steps is kept in the group: <c>step</c>.</remarks>
public sealed class StableAdamW : Optimizer
{
    private const string Beta1 = "beta1";
    private const string Beta2 = "beta2";
    private const string DecoupleLr = "decouple_lr";
    private const string MaxLr = "max_lr";

    private readonly UpdatePlan<MomentsRule> _moments = new();
    private readonly UpdatePlan<MomentsStepRule> _steps = new();

    /// <summary>Initializes the optimizer.</summary>
    /// <param name="groups">The parameters to update.</param>
    /// <param name="options">What the groups do not set themselves; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public StableAdamW(IEnumerable<ParameterGroup> groups, StableAdamWOptions? options = null)
        : base(groups, Settings(options ??= new StableAdamWOptions()))
    {
        OptimizerRules.NotNegative(options.Lr);
        OptimizerRules.Share(options.Beta1);
        OptimizerRules.Share(options.Beta2);
        OptimizerRules.NotNegative(options.Eps);
        OptimizerRules.NotNegative(options.WeightDecay);
    }

    private protected override IReadOnlyList<string> StateKeys => [OptimizerKeys.ExpAvg, OptimizerKeys.ExpAvgSq];

    /// <inheritdoc/>
    public override void Step()
    {
        foreach (ParameterGroup group in ParamGroups)
        {
            long step = StateValue.ToInteger(group[OptimizerKeys.Step], OptimizerKeys.Step) + 1;
            group[OptimizerKeys.Step] = step;
            Parameter[] parameters = [.. group.Parameters.Where(parameter => parameter.HasGradient)];
            MoveMoments(group, parameters, step);
            foreach (Parameter parameter in parameters)
            {
                _steps.AddWithoutGradient(parameter, StepRule(group, parameter), Moment(parameter, first: true), Moment(parameter, first: false));
            }

            _steps.Run();
        }
    }

    private void MoveMoments(ParameterGroup group, Parameter[] parameters, long step)
    {
        double beta2 = Debiased(group.GetDouble(Beta2), step);
        MomentsRule rule = new((float)(1 - Debiased(group.GetDouble(Beta1), step)), (float)beta2, (float)(1 - beta2));
        foreach (Parameter parameter in parameters)
        {
            _moments.Add(parameter, rule, first: Moment(parameter, first: true), second: Moment(parameter, first: false));
        }

        _moments.Run();
    }

    private MomentsStepRule StepRule(ParameterGroup group, Parameter parameter)
    {
        double eps = group.GetDouble(OptimizerKeys.Eps);
        double lr = group.Lr / Math.Max(1, RelativeSize(parameter, (float)(eps * eps)));
        double decay = group.GetBoolean(DecoupleLr)
            ? lr / (group[MaxLr] is null ? group.Lr : group.GetDouble(MaxLr)) * group.WeightDecay
            : lr * group.WeightDecay;
        return new MomentsStepRule((float)-lr, group.WeightDecay == 0 ? 1 : (float)(1 - decay), (float)eps);
    }

    /// <summary>The root of the mean of g^2 / max(v, eps^2).</summary>
    private float RelativeSize(Parameter parameter, float floor)
    {
        float[] sums = new float[(parameter.Length + RatioSum.BlockLength - 1) / RatioSum.BlockLength];
        float scale = PendingScale.Of(parameter.GradBuffer!);
        LaneWidth.RunSixteen(
            sums.Length, 1, new RatioSum(parameter.GradBuffer!.RawSpan, scale, Moment(parameter, first: false).Span, floor, sums));
        double sum = 0;
        foreach (float part in sums)
        {
            sum += part;
        }

        return MathF.Sqrt((float)sum / parameter.Length);
    }

    private Tensor Moment(Parameter parameter, bool first)
    {
        IDictionary<string, object?> state = StateOf(parameter);
        if (state.Count == 0)
        {
            state[OptimizerKeys.ExpAvg] = ZeroState(parameter.Shape);
            state[OptimizerKeys.ExpAvgSq] = ZeroState(parameter.Shape);
        }

        return (Tensor)state[first ? OptimizerKeys.ExpAvg : OptimizerKeys.ExpAvgSq]!;
    }

    private static double Debiased(double beta, long step)
    {
        double power = Math.Pow(beta, step);
        return (power - beta) / (power - 1);
    }

    private static OrderedDictionary<string, object?> Settings(StableAdamWOptions options) => new()
    {
        [OptimizerKeys.Lr] = options.Lr,
        [Beta1] = options.Beta1,
        [Beta2] = options.Beta2,
        [OptimizerKeys.Eps] = options.Eps,
        [OptimizerKeys.WeightDecay] = options.WeightDecay,
        [DecoupleLr] = options.DecoupleLr,
        [MaxLr] = options.DecoupleLr ? options.MaxLr ?? options.Lr : options.MaxLr,
        [OptimizerKeys.Foreach] = null,
        [OptimizerKeys.Step] = 0L,
    };
}
