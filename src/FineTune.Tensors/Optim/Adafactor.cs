using FineTune.Optim;

namespace FineTune;

/// <summary>
/// Adam with far less memory: of a matrix's squared gradients only the means of rows and columns are kept (arXiv:1804.04235); the
/// reference's <c>Adafactor</c>.
/// </summary>
/// <remarks>
/// State of a parameter: <c>step</c>, <c>RMS</c>, and <c>exp_avg_sq_row</c> and <c>exp_avg_sq_col</c> (two axes or more) or
/// <c>exp_avg_sq</c>; with <see cref="AdafactorOptions.Beta1"/> also <c>exp_avg</c>. The Trainer sets neither
/// <see cref="AdafactorOptions.ScaleParameter"/> nor <see cref="AdafactorOptions.RelativeStep"/>.
/// </remarks>
public sealed class Adafactor : Optimizer
{
    private const string ClipThreshold = "clip_threshold";
    private const string DecayRate = "decay_rate";
    private const string Beta1 = "beta1";
    private const string ScaleParameter = "scale_parameter";
    private const string RelativeStep = "relative_step";
    private const string WarmupInit = "warmup_init";
    private const string Rms = "RMS";

    /// <summary>Initializes the optimizer.</summary>
    /// <param name="groups">The parameters to update.</param>
    /// <param name="options">What the groups do not set themselves; null for the defaults.</param>
    /// <exception cref="ArgumentException">The settings exclude one another.</exception>
    public Adafactor(IEnumerable<ParameterGroup> groups, AdafactorOptions? options = null)
        : base(groups, Settings(options ??= new AdafactorOptions()))
    {
        if (options.RelativeStep == options.Lr is not null)
        {
            Throw.AdafactorLr(options.Lr);
        }

        if (options.WarmupInit && !options.RelativeStep)
        {
            Throw.AdafactorWarmup();
        }
    }

    /// <inheritdoc/>
    public override void Step()
    {
        foreach (ParameterGroup group in ParamGroups)
        {
            foreach (Parameter parameter in group.Parameters.Where(parameter => parameter.HasGradient))
            {
                Update(group, parameter);
            }
        }
    }

    /// <summary>Gets the learning rate a group's first parameter with a gradient had in the last step, before scaling; null before it.</summary>
    internal double? LrOf(ParameterGroup group)
    {
        Parameter? first = group.Parameters.FirstOrDefault();
        return first is { HasGradient: true } && StateOf(first).TryGetValue(OptimizerKeys.Step, out object? step)
            ? Lr(group, StateValue.ToInteger(step, OptimizerKeys.Step), StateValue.ToDouble(StateOf(first)[Rms], Rms)).Value
            : null;
    }

    /// <inheritdoc/>
    protected override bool IsStateShape(string key, Shape state, Shape parameter) => key switch
    {
        AdafactorMoments.RowKey => state.NumElements == AdafactorMoments.RowShape(parameter).NumElements,
        AdafactorMoments.ColumnKey => state.NumElements == AdafactorMoments.ColumnShape(parameter).NumElements,
        _ => base.IsStateShape(key, state, parameter),
    };

    private void Update(ParameterGroup group, Parameter parameter)
    {
        IDictionary<string, object?> state = StateOf(parameter);
        bool hasMomentum = group[Beta1] is not null;
        AdafactorMoments moments = AdafactorMoments.Of(state, parameter.Shape, hasMomentum, ZeroState);
        long step = StateValue.ToInteger(state[OptimizerKeys.Step], OptimizerKeys.Step) + 1;
        float rms = AdafactorMoments.RootMeanSquare(parameter.Span);
        state[OptimizerKeys.Step] = step;
        state[Rms] = Scalar(rms);
        double beta2 = 1.0 - Math.Pow(step, group.GetDouble(DecayRate));
        ScaledLr lr = Lr(group, step, rms);
        double weightDecay = group.WeightDecay;
        AdafactorStep work = new()
        {
            Eps = (float)group.GetDoubles(OptimizerKeys.Eps)[0],
            Beta2 = (float)beta2,
            OneMinusBeta2 = (float)(1.0 - beta2),
            ClipThreshold = (float)group.GetDouble(ClipThreshold),
            Lr = (float)lr.Value,
            Decay = weightDecay == 0 ? 0 : lr.Times(-weightDecay),
            Beta1 = hasMomentum ? (float)group.GetDouble(Beta1) : 0,
            OneMinusBeta1 = hasMomentum ? (float)(1 - group.GetDouble(Beta1)) : 0,
        };
        work.Run(parameter, moments);
    }

    private static ScaledLr Lr(ParameterGroup group, long step, double rms)
    {
        double lr = group.GetBoolean(RelativeStep)
            ? Math.Min(group.GetBoolean(WarmupInit) ? 1e-6 * step : 1e-2, 1.0 / Math.Sqrt(step))
            : group.Lr;
        double least = group.GetDoubles(OptimizerKeys.Eps)[1];
        if (!group.GetBoolean(ScaleParameter))
        {
            return new ScaledLr(lr, IsFloat: false);
        }

        return (float)rms > (float)least ? new ScaledLr((float)rms * (float)lr, IsFloat: true) : new ScaledLr(least * lr, IsFloat: false);
    }

    private static Tensor Scalar(float value)
    {
        Tensor tensor = ZeroState(Shape.Scalar);
        tensor.Span[0] = value;
        return tensor;
    }

    private static OrderedDictionary<string, object?> Settings(AdafactorOptions options) => new()
    {
        [OptimizerKeys.Lr] = options.Lr,
        [OptimizerKeys.Eps] = (options.Eps1, options.Eps2),
        [ClipThreshold] = options.ClipThreshold,
        [DecayRate] = options.DecayRate,
        [Beta1] = options.Beta1,
        [OptimizerKeys.WeightDecay] = options.WeightDecay,
        [ScaleParameter] = options.ScaleParameter,
        [RelativeStep] = options.RelativeStep,
        [WarmupInit] = options.WarmupInit,
    };

    /// <summary>A learning rate, and whether it is a float32 tensor in the reference, whose products are rounded as such.</summary>
    private readonly record struct ScaledLr(double Value, bool IsFloat)
    {
        public float Times(double factor) => IsFloat ? (float)factor * (float)Value : (float)(factor * Value);
    }
}
