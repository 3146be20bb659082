using FineTune.Optim;

namespace FineTune;

/// <summary>
/// Reduces the learning rate when a metric has stopped getting better; torch's <c>ReduceLROnPlateau</c>. It leaves the learning rate as it
/// is at first: there is no warm-up.
/// </summary>
public sealed class ReduceLrOnPlateau : MetricLrScheduler
{
    private double _factor;
    private double? _defaultMinLr;
    private double[] _minLrs;
    private int _patience;
    private int _cooldown;
    private double _eps;
    private int _lastEpoch;
    private double[] _lastLr;
    private MetricComparison _comparison;
    private double _best;
    private int _cooldownCounter;
    private int _badEpochs;

    /// <summary>Initializes the schedule.</summary>
    /// <param name="optimizer">Whose learning rates to reduce.</param>
    /// <param name="options">The settings; null for the defaults.</param>
    /// <exception cref="ArgumentException">A setting cannot be used.</exception>
    public ReduceLrOnPlateau(Optimizer optimizer, ReduceLrOnPlateauOptions? options = null)
        : base(optimizer)
    {
        options ??= new ReduceLrOnPlateauOptions();
        _comparison = new MetricComparison(options.Mode, options.Threshold, options.ThresholdMode).Checked("reduce_lr_on_plateau");
        if (options.Factor >= 1)
        {
            Throw.OptionOutOfRange("factor", options.Factor, "less than 1, so that the learning rate falls");
        }

        _factor = options.Factor;
        _minLrs = LrBounds.PerGroup("min_lr", options.MinLr, optimizer);
        _defaultMinLr = options.MinLr.Distinct().Count() == 1 ? options.MinLr[0] : null;
        _patience = options.Patience;
        _cooldown = options.Cooldown;
        _eps = options.Eps;
        _lastLr = CurrentLrs();
        _best = _comparison.Worst;
    }

    /// <inheritdoc/>
    public override void Step(double metric)
    {
        _lastEpoch++;
        if (_comparison.IsBetter(metric, _best))
        {
            _best = metric;
            _badEpochs = 0;
        }
        else
        {
            _badEpochs++;
        }

        if (_cooldownCounter > 0)
        {
            _cooldownCounter--;
            _badEpochs = 0;
        }

        if (_badEpochs > _patience)
        {
            Reduce();
            _cooldownCounter = _cooldown;
            _badEpochs = 0;
        }

        _lastLr = CurrentLrs();
    }

    /// <inheritdoc/>
    public override IReadOnlyList<double> GetLastLr() => _lastLr;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, object?> StateDict() => new OrderedDictionary<string, object?>
    {
        ["factor"] = _factor,
        ["default_min_lr"] = _defaultMinLr,
        ["min_lrs"] = StateValue.List(_minLrs),
        ["patience"] = (long)_patience,
        ["cooldown"] = (long)_cooldown,
        ["eps"] = _eps,
        ["last_epoch"] = (long)_lastEpoch,
        ["_last_lr"] = StateValue.List(_lastLr),
        ["mode_worse"] = _comparison.Worst,
        ["mode"] = _comparison.Mode,
        ["threshold"] = _comparison.Threshold,
        ["threshold_mode"] = _comparison.ThresholdMode,
        ["best"] = _best,
        ["cooldown_counter"] = (long)_cooldownCounter,
        ["num_bad_epochs"] = (long)_badEpochs,
    };

    /// <inheritdoc/>
    public override void LoadStateDict(IReadOnlyDictionary<string, object?> stateDict)
    {
        ScheduleReader state = new(stateDict);
        int groups = Optimizer.ParamGroups.Count;
        MetricComparison comparison = state.Comparison("reduce_lr_on_plateau");
        double[] minLrs = state.Lrs("min_lrs", groups);
        double[] lastLr = state.Lrs("_last_lr", groups);
        _factor = state.Double("factor");
        _defaultMinLr = state.DoubleOrNull("default_min_lr");
        _patience = state.Integer("patience");
        _cooldown = state.Integer("cooldown");
        _eps = state.Double("eps");
        _lastEpoch = state.Integer("last_epoch");
        _best = state.Double("best");
        _cooldownCounter = state.Integer("cooldown_counter");
        _badEpochs = state.Integer("num_bad_epochs");
        _comparison = comparison;
        _minLrs = minLrs;
        _lastLr = lastLr;
    }

    private void Reduce()
    {
        for (int i = 0; i < _minLrs.Length; i++)
        {
            ParameterGroup group = Optimizer.ParamGroups[i];
            double lr = Math.Max(group.Lr * _factor, _minLrs[i]);
            if (group.Lr - lr > _eps)
            {
                group.Lr = lr;
            }
        }
    }
}
