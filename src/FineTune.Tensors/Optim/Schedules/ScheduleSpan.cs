namespace FineTune.Optim;

/// <summary>How long a schedule is, in optimizer steps, and the warm-up most begin with.</summary>
internal readonly struct ScheduleSpan
{
    private readonly string _schedule;
    private readonly int? _training;

    public ScheduleSpan(string schedule, int? warmup, int? training)
    {
        _schedule = schedule;
        _training = training;
        Warmup = warmup ?? throw Throw.ScheduleLacksSteps(schedule, "numWarmupSteps");
    }

    public int Warmup { get; }

    public int Training => _training ?? throw Throw.ScheduleLacksSteps(_schedule, "numTrainingSteps");

    public bool HasTraining => _training is not null;

    /// <summary>Gets step / Warmup during the warm-up.</summary>
    public double Rise(int step) => step / (double)Math.Max(1, Warmup);

    /// <summary>Gets how much of the time after the warm-up has passed.</summary>
    public double Progress(int step) => (step - Warmup) / (double)Math.Max(1, Training - Warmup);
}
