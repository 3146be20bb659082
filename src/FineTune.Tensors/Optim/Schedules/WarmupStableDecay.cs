namespace FineTune.Optim;

/// <summary>Rise from a floor, stay, fall to the floor: three stretches, whose lengths are given in steps.</summary>
internal sealed class WarmupStableDecay
{
    private static readonly string[] Shapes = ["linear", "cosine", "1-sqrt"];

    private readonly ScheduleSpan _span;
    private readonly double _decaySteps;
    private readonly double _stableSteps;
    private readonly string _warmupType;
    private readonly string _decayType;
    private readonly double _floor;
    private readonly double _cycles;

    private WarmupStableDecay(ScheduleSpan span, ScheduleArguments arguments)
    {
        _span = span;
        _decaySteps = arguments.Required("num_decay_steps");
        double? stable = arguments.DoubleOrNull("num_stable_steps");
        _stableSteps = stable ?? span.Training - span.Warmup - _decaySteps;
        _warmupType = arguments.Word("warmup_type", "linear", Shapes);
        _decayType = arguments.Word("decay_type", "cosine", Shapes);
        _floor = arguments.Double("min_lr_ratio", 0);
        _cycles = arguments.Double("num_cycles", 0.5);
    }

    public static Func<int, double> Formula(ScheduleSpan span, ScheduleArguments arguments) => new WarmupStableDecay(span, arguments).Factor;

    private double Factor(int step)
    {
        if (step < _span.Warmup)
        {
            return AboveFloor(Rise(_span.Rise(step)));
        }

        if (step < _span.Warmup + _stableSteps)
        {
            return 1;
        }

        return step < _span.Warmup + _stableSteps + _decaySteps
            ? AboveFloor(Fall((step - _span.Warmup - _stableSteps) / Math.Max(1, _decaySteps)))
            : _floor;
    }

    private double AboveFloor(double factor) => Math.Max(0.0, (factor * (1.0 - _floor)) + _floor);

    private double Rise(double progress) => _warmupType switch
    {
        "linear" => progress,
        "cosine" => 0.5 * (1.0 - Math.Cos(Math.PI * progress)),
        _ => 1.0 - Math.Sqrt(1.0 - progress),
    };

    private double Fall(double progress) => _decayType switch
    {
        "linear" => 1.0 - progress,
        "cosine" => 0.5 * (1.0 + Math.Cos(Math.PI * _cycles * 2.0 * progress)),
        _ => 1.0 - Math.Sqrt(progress),
    };
}
