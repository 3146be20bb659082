using FineTune.Optim;

namespace FineTune;

/// <summary>
/// A learning rate that is the initial one times a function of the number of steps taken: torch's <c>LambdaLR</c>. Creating it sets the
/// learning rates of the first step.
/// </summary>
public sealed class LambdaLr : LrScheduler
{
    private readonly Func<int, double>[] _lambdas;
    private readonly bool _lambdasAreSaved;
    private double[] _baseLrs;
    private double[] _lastLr;
    private int _stepCount;

    /// <summary>Initializes a schedule with one function for all groups.</summary>
    /// <param name="optimizer">Whose learning rates to set; a group's initial one is what it has now, unless it has an <c>initial_lr</c>.</param>
    /// <param name="lrLambda">The factor, given the number of steps taken: 0 for the first step.</param>
    /// <param name="lastEpoch">The number of the last step taken when continuing; -1, the default, begins.</param>
    /// <exception cref="InvalidOperationException">A group has no <c>initial_lr</c> to continue from.</exception>
    public LambdaLr(Optimizer optimizer, Func<int, double> lrLambda, int lastEpoch = -1)
        : this(optimizer, Repeat(lrLambda, optimizer), lastEpoch, lambdasAreSaved: false)
    {
    }

    /// <summary>Initializes a schedule with a function for each group.</summary>
    /// <param name="optimizer">Whose learning rates to set.</param>
    /// <param name="lrLambdas">The factors, a function a group, given the number of steps taken.</param>
    /// <param name="lastEpoch">The number of the last step taken when continuing; -1, the default, begins.</param>
    /// <exception cref="ArgumentException">There are not as many functions as groups.</exception>
    /// <exception cref="InvalidOperationException">A group has no <c>initial_lr</c> to continue from.</exception>
    public LambdaLr(Optimizer optimizer, IEnumerable<Func<int, double>> lrLambdas, int lastEpoch = -1)
        : this(optimizer, [.. lrLambdas ?? throw new ArgumentNullException(nameof(lrLambdas))], lastEpoch, lambdasAreSaved: false)
    {
    }

    private LambdaLr(Optimizer optimizer, Func<int, double>[] lambdas, int lastEpoch, bool lambdasAreSaved)
        : base(optimizer)
    {
        if (lambdas.Length != optimizer.ParamGroups.Count)
        {
            Throw.NotOneAGroup("lrLambdas", lambdas.Length, optimizer.ParamGroups.Count);
        }

        _lambdas = lambdas;
        _lambdasAreSaved = lambdasAreSaved;
        LastEpoch = lastEpoch;
        _baseLrs = [.. optimizer.ParamGroups.Select(group => InitialLr(group, lastEpoch))];
        _lastLr = [];
        Step();
    }

    /// <summary>Gets the number of steps taken: 0 for a new schedule.</summary>
    public int LastEpoch { get; private set; }

    /// <inheritdoc/>
    public override void Step()
    {
        _stepCount++;
        LastEpoch++;
        for (int i = 0; i < _lambdas.Length; i++)
        {
            Optimizer.ParamGroups[i].Lr = _baseLrs[i] * _lambdas[i](LastEpoch);
        }

        _lastLr = CurrentLrs();
    }

    /// <inheritdoc/>
    public override IReadOnlyList<double> GetLastLr() => _lastLr;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, object?> StateDict() => new OrderedDictionary<string, object?>
    {
        ["base_lrs"] = StateValue.List(_baseLrs),
        ["last_epoch"] = (long)LastEpoch,
        ["_step_count"] = (long)_stepCount,
        ["_is_initial"] = false,
        ["_get_lr_called_within_step"] = false,
        ["_last_lr"] = StateValue.List(_lastLr),
        ["lr_lambdas"] = _lambdas.Select(_ => _lambdasAreSaved ? (object?)new OrderedDictionary<string, object?>() : null).ToList(),
    };

    /// <inheritdoc/>
    public override void LoadStateDict(IReadOnlyDictionary<string, object?> stateDict)
    {
        ScheduleReader state = new(stateDict);
        double[] baseLrs = state.Lrs("base_lrs", _lambdas.Length);
        double[] lastLr = state.Lrs("_last_lr", _lambdas.Length);
        int lastEpoch = state.Integer("last_epoch");
        _stepCount = state.Integer("_step_count");
        LastEpoch = lastEpoch;
        _baseLrs = baseLrs;
        _lastLr = lastLr;
    }

    /// <summary>
    /// A schedule the reference makes of a <c>functools.partial</c>, of which it saves an empty dictionary a group (of a plain function: null).
    /// </summary>
    internal static LambdaLr OfPartial(Optimizer optimizer, Func<int, double> lambda, int lastEpoch) =>
        new(optimizer, Repeat(lambda, optimizer), lastEpoch, lambdasAreSaved: true);

    private static Func<int, double>[] Repeat(Func<int, double> lambda, Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(lambda);
        ArgumentNullException.ThrowIfNull(optimizer);
        Func<int, double>[] lambdas = new Func<int, double>[optimizer.ParamGroups.Count];
        Array.Fill(lambdas, lambda);
        return lambdas;
    }

    private static double InitialLr(ParameterGroup group, int lastEpoch)
    {
        if (lastEpoch == -1)
        {
            group.InitialLr ??= group.Lr;
        }

        return group.InitialLr ?? throw Throw.NoInitialLr(lastEpoch);
    }
}
