using FineTune.Kernels;
using FineTune.Optim;

namespace FineTune;

/// <summary>
/// Adam with decoupled weight decay (torch's <c>AdamW</c>): the Trainer's default optimizer. With <see cref="AdamWOptions.Fused"/>, which is
/// the default as in the Trainer, every bit is that of torch's fused kernel on an x86 processor with AVX2.
/// </summary>
/// <remarks>
/// <para>
/// A large parameter is changed when somebody reads it, its gradient or its state, or beside what the next forward pass computes; what is read is always what it should be.
/// </para>
/// <para>
/// State of a parameter: <c>step</c>, <c>exp_avg</c>, <c>exp_avg_sq</c> and, with AMSGrad, <c>max_exp_avg_sq</c>.
/// </para>
/// </remarks>
public sealed class AdamW : Optimizer
{
    private readonly AdamWPlan _plan = new();
    private readonly Dictionary<Parameter, AdamWRows> _rows = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Parameter, PendingUpdate> _updates = new(ReferenceEqualityComparer.Instance);

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

    private protected override IReadOnlyList<string> StateKeys => [OptimizerKeys.ExpAvg, OptimizerKeys.ExpAvgSq];

    /// <inheritdoc/>
    public override void Step()
    {
        PendingUpdate? first = null;
        PendingUpdate? last = null;
        _plan.Clear(); // A step that came to no end may have left something.
        foreach (ParameterGroup group in ParamGroups)
        {
            AdamWSettings settings = new(group);
            foreach (Parameter parameter in group.Parameters)
            {
                if (parameter.HasGradient)
                {
                    last = Add(parameter, settings, last) ?? last;
                    first ??= last;
                }
            }
        }

        _plan.Run();
        first?.Begin();
    }

    /// <inheritdoc/>
    protected override void OnStateLoaded() => _rows.Clear();

    /// <inheritdoc/>
    private protected override void OnStateRead()
    {
        foreach (AdamWRows rows in _rows.Values)
        {
            rows.Complete();
        }
    }

    /// <summary>Adds a parameter to the plan, or puts its update off behind the one before it, and returns it.</summary>
    private PendingUpdate? Add(Parameter parameter, in AdamWSettings settings, PendingUpdate? before)
    {
        AdamWState state = State(parameter, settings.Amsgrad, out bool isNew);
        float scale = PendingScale.Of(parameter.GradBuffer!);
        AdamWScalars scalars = settings.Scalars(++state.Step.Span[0]);
        if (parameter.GradientRows is { } gradientRows && !settings.Maximize && AdamWRows.MaySkip(scalars, scale))
        {
            AdamWRows rows = Rows(parameter, state, isNew);
            parameter.EnsureRows(gradientRows.Rows);
            _plan.AddRows(parameter, gradientRows.Rows, state, scalars, settings, scale);
            rows.Advance(scalars, gradientRows.Rows);
        }
        else if (parameter.Length >= PendingUpdate.FewestElements && parameter.GradientRows is null && !_rows.ContainsKey(parameter))
        {
            if (!_updates.TryGetValue(parameter, out PendingUpdate? update))
            {
                _updates[parameter] = update = new PendingUpdate(parameter);
            }

            update.Set(state, scalars, settings, scale, before);
            return update;
        }
        else
        {
            _plan.Add(parameter, state, scalars, settings, scale);
            _rows.GetValueOrDefault(parameter)?.NoteWholeUpdate();
        }

        return null;
    }

    /// <summary>Gets the record of what a table's rows have still to go through; the table's memory is then under no other's.</summary>
    private AdamWRows Rows(Parameter parameter, in AdamWState state, bool isNew)
    {
        bool isKnown = _rows.TryGetValue(parameter, out AdamWRows? rows) && rows.IsOf(state);
        if (parameter.Storage.Deferred is { } other && (!isKnown || other != rows))
        {
            other.Complete();
        }

        if (!isKnown)
        {
            rows?.Complete();
            _rows[parameter] = rows = new AdamWRows(parameter, state);
            if (!isNew)
            {
                rows.FindMoments();
            }
        }

        return rows!;
    }

    private AdamWState State(Parameter parameter, bool amsgrad, out bool isNew)
    {
        IDictionary<string, object?> values = StateOf(parameter);
        isNew = values.Count == 0;
        if (isNew)
        {
            values[OptimizerKeys.Step] = ZeroState(Shape.Scalar);
            Func<Shape, Tensor> zeros = parameter.GradientRows is null ? ZeroState : ZeroRows;
            values[OptimizerKeys.ExpAvg] = zeros(parameter.Shape);
            values[OptimizerKeys.ExpAvgSq] = zeros(parameter.Shape);
        }

        if (amsgrad && !values.ContainsKey(OptimizerKeys.MaxExpAvgSq))
        {
            values[OptimizerKeys.MaxExpAvgSq] = ZeroState(parameter.Shape);
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
