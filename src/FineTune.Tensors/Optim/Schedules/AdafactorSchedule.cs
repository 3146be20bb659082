namespace FineTune;

/// <summary>
/// Shows the learning rate that <see cref="Adafactor"/> gives itself (<see cref="AdafactorOptions.RelativeStep"/>), for logging; it changes
/// nothing about the steps. The reference's <c>AdafactorSchedule</c>.
/// </summary>
public sealed class AdafactorSchedule : LrScheduler
{
    private readonly Adafactor _optimizer;
    private double[] _baseLrs;
    private double[] _lastLr = [];
    private int _lastEpoch = -1;
    private int _stepCount;

    /// <summary>Initializes the schedule.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="initialLr">What to show before the first step. Default 0.</param>
    public AdafactorSchedule(Adafactor optimizer, double initialLr = 0)
        : base(optimizer)
    {
        _optimizer = optimizer;
        _baseLrs = [.. optimizer.ParamGroups.Select(_ => initialLr)];
        Step();
    }

    /// <inheritdoc/>
    public override void Step()
    {
        _stepCount++;
        _lastEpoch++;
        for (int i = 0; i < _baseLrs.Length; i++)
        {
            ParameterGroup group = Optimizer.ParamGroups[i];
            group.Lr = _optimizer.LrOf(group) ?? _baseLrs[i];
        }

        _lastLr = CurrentLrs();
    }

    /// <inheritdoc/>
    public override IReadOnlyList<double> GetLastLr() => _lastLr;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, object?> StateDict() => new OrderedDictionary<string, object?>
    {
        ["base_lrs"] = StateValue.List(_baseLrs),
        ["last_epoch"] = (long)_lastEpoch,
        ["_step_count"] = (long)_stepCount,
        ["_is_initial"] = false,
        ["_get_lr_called_within_step"] = false,
        ["_last_lr"] = StateValue.List(_lastLr),
        ["lr_lambdas"] = _baseLrs.Select(_ => (object?)null).ToList(),
    };

    /// <inheritdoc/>
    public override void LoadStateDict(IReadOnlyDictionary<string, object?> stateDict)
    {
        Optim.ScheduleReader state = new(stateDict);
        double[] baseLrs = state.Lrs("base_lrs", _baseLrs.Length);
        _lastLr = state.Lrs("_last_lr", _baseLrs.Length);
        _lastEpoch = state.Integer("last_epoch");
        _stepCount = state.Integer("_step_count");
        _baseLrs = baseLrs;
    }
}
