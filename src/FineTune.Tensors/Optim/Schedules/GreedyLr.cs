using System.Globalization;
using FineTune.Optim;

namespace FineTune;

/// <summary>
/// Raises the learning rate while a metric gets better and lowers it while it does not; the reference's <c>GreedyLR</c>
/// (arXiv:2512.14527). For one that only ever lowers it use <see cref="ReduceLrOnPlateau"/>.
/// </summary>
public sealed class GreedyLr : MetricLrScheduler
{
    private const string Name = "greedy";

    private double _factor;
    private double[] _minLrs;
    private double[] _maxLrs;
    private int _patience;
    private bool _verbose;
    private int _cooldown;
    private int _warmup;
    private int _cooldownCounter;
    private int _warmupCounter;
    private MetricComparison _comparison;
    private double _best;
    private int _badEpochs;
    private int _goodEpochs;
    private double _eps;
    private int _lastEpoch;
    private StreamingAverage? _average;
    private int _windowSize;
    private int _resetStart;
    private int _resetStartOriginal;
    private double[] _lastLr;
    private double[] _initLrs;

    /// <summary>Initializes the schedule.</summary>
    /// <param name="optimizer">Whose learning rates to change.</param>
    /// <param name="options">The settings; null for the defaults.</param>
    /// <exception cref="ArgumentException">A setting cannot be used.</exception>
    public GreedyLr(Optimizer optimizer, GreedyLrOptions? options = null)
        : base(optimizer)
    {
        options ??= new GreedyLrOptions();
        _comparison = new MetricComparison(options.Mode, options.Threshold, options.ThresholdMode).Checked(Name);
        if (options.Factor >= 1)
        {
            Throw.OptionOutOfRange("factor", options.Factor, "less than 1");
        }

        _factor = options.Factor;
        _minLrs = LrBounds.PerGroup("min_lr", options.MinLr, optimizer);
        _maxLrs = LrBounds.PerGroup("max_lr", options.MaxLr, optimizer);
        _patience = options.Patience;
        _verbose = options.Verbose;
        _cooldown = options.Cooldown;
        _warmup = options.Warmup;
        _best = _comparison.Worst;
        _eps = options.Eps;
        _windowSize = options.WindowSize;
        _average = options.Smooth ? new StreamingAverage(_windowSize) : null;
        _resetStart = _resetStartOriginal = options.ResetStart;
        _lastLr = CurrentLrs();
        _initLrs = CurrentLrs();
    }

    /// <summary>Gets or sets who is told of changes when the schedule is verbose. Default: standard output.</summary>
    internal Action<string> Say { get; set; } = Console.Out.WriteLine;

    /// <inheritdoc/>
    public override void Step(double metric)
    {
        double value = _average?.Add(metric) ?? metric;
        _lastEpoch++;
        if (_cooldownCounter > 0)
        {
            _cooldownCounter--;
            _badEpochs = _goodEpochs = 0;
        }
        else if (_warmupCounter > 0)
        {
            _warmupCounter--;
            _badEpochs = _goodEpochs = 0;
        }
        else
        {
            Judge(value);
        }

        _lastLr = CurrentLrs();
    }

    /// <inheritdoc/>
    public override IReadOnlyList<double> GetLastLr() => _lastLr;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, object?> StateDict()
    {
        OrderedDictionary<string, object?> state = new()
        {
            ["factor"] = _factor,
            ["min_lrs"] = StateValue.List(_minLrs),
            ["max_lrs"] = StateValue.List(_maxLrs),
            ["patience"] = (long)_patience,
            ["verbose"] = _verbose,
            ["cooldown"] = (long)_cooldown,
            ["warmup"] = (long)_warmup,
            ["cooldown_counter"] = (long)_cooldownCounter,
            ["warmup_counter"] = (long)_warmupCounter,
            ["mode"] = _comparison.Mode,
            ["threshold"] = _comparison.Threshold,
            ["threshold_mode"] = _comparison.ThresholdMode,
            ["best"] = _best,
            ["num_bad_epochs"] = (long)_badEpochs,
            ["num_good_epochs"] = (long)_goodEpochs,
            ["eps"] = _eps,
            ["last_epoch"] = (long)_lastEpoch,
            ["smooth"] = _average is not null,
            ["window_size"] = (long)_windowSize,
            ["reset_start"] = (long)_resetStart,
            ["reset_start_original"] = (long)_resetStartOriginal,
            ["_last_lr"] = StateValue.List(_lastLr),
            ["_init_lrs"] = StateValue.List(_initLrs),
        };
        if (_average is not null)
        {
            state["_streaming_avg"] = _average.StateDict();
        }

        return state;
    }

    /// <inheritdoc/>
    /// <remarks>Unlike the other schedules, and as in the reference, it also sets the optimizer's learning rates.</remarks>
    public override void LoadStateDict(IReadOnlyDictionary<string, object?> stateDict)
    {
        ScheduleReader state = new(stateDict);
        int groups = Optimizer.ParamGroups.Count;
        _comparison = state.Comparison(Name);
        _minLrs = state.Lrs("min_lrs", groups);
        _maxLrs = state.Lrs("max_lrs", groups);
        _lastLr = state.Lrs("_last_lr", groups);
        _initLrs = state.Lrs("_init_lrs", groups);
        _factor = state.Double("factor");
        _patience = state.Integer("patience");
        _verbose = state.Boolean("verbose");
        _cooldown = state.Integer("cooldown");
        _warmup = state.Integer("warmup");
        _cooldownCounter = state.Integer("cooldown_counter");
        _warmupCounter = state.Integer("warmup_counter");
        _best = state.Double("best");
        _badEpochs = state.Integer("num_bad_epochs");
        _goodEpochs = state.Integer("num_good_epochs");
        _eps = state.Double("eps");
        _lastEpoch = state.Integer("last_epoch");
        _windowSize = state.Integer("window_size");
        _resetStart = state.Integer("reset_start");
        _resetStartOriginal = state.Integer("reset_start_original");
        _average = state.Boolean("smooth")
            ? state.Inner("_streaming_avg") is { } saved ? new StreamingAverage(saved) : new StreamingAverage(_windowSize)
            : null;
        for (int i = 0; i < groups; i++)
        {
            Optimizer.ParamGroups[i].Lr = _lastLr[i];
        }
    }

    private void Judge(double value)
    {
        if (_comparison.IsBetter(value, _best))
        {
            _best = value;
            _badEpochs = 0;
            _goodEpochs++;
        }
        else
        {
            _badEpochs++;
            _goodEpochs = 0;
        }

        if (_goodEpochs > _patience)
        {
            Increase();
            _warmupCounter = _warmup;
            _goodEpochs = 0;
        }
        else if (_badEpochs > _patience)
        {
            Reduce();
            _cooldownCounter = _cooldown;
            _badEpochs = 0;
        }
    }

    private void Reduce()
    {
        bool allAtMinimum = true;
        for (int i = 0; i < _minLrs.Length; i++)
        {
            ParameterGroup group = Optimizer.ParamGroups[i];
            double lr = Math.Max(group.Lr * _factor, _minLrs[i]);
            if (group.Lr - lr > _eps)
            {
                group.Lr = lr;
                Print("reducing", i, lr);
            }

            allAtMinimum &= group.Lr <= _minLrs[i];
        }

        if (allAtMinimum && --_resetStart <= 0)
        {
            Reset();
        }
    }

    private void Increase()
    {
        for (int i = 0; i < _maxLrs.Length; i++)
        {
            ParameterGroup group = Optimizer.ParamGroups[i];
            double lr = Math.Min(group.Lr / _factor, _maxLrs[i]);
            if (lr - group.Lr > _eps)
            {
                group.Lr = lr;
                Print("increasing", i, lr);
            }
        }

        _resetStart = _resetStartOriginal;
    }

    private void Reset()
    {
        for (int i = 0; i < _initLrs.Length; i++)
        {
            Optimizer.ParamGroups[i].Lr = _initLrs[i];
        }

        _best = _comparison.Worst;
        _badEpochs = _goodEpochs = 0;
        _cooldownCounter = _warmupCounter = 0;
        _resetStart = _resetStartOriginal;
        _average = _average is null ? null : new StreamingAverage(_windowSize);
        if (_verbose)
        {
            Say("The schedule starts again from the first learning rate.");
        }
    }

    private void Print(string change, int group, double lr)
    {
        if (_verbose)
        {
            Say(string.Create(
                CultureInfo.InvariantCulture, $"Evaluation {_lastEpoch}: {change} the learning rate of group {group} to {lr:0.0000e+00}."));
        }
    }
}
