using System.Globalization;

namespace FineTune.Training;

/// <summary>How fast training goes and how long it will take.</summary>
internal sealed class ProgressRate(TimeProvider clock, int firstStep)
{
    private readonly long _start = clock.GetTimestamp();

    /// <summary>Gets the time since the start, the time left and the speed, as <c>0:12 of 1:40, 3.2 steps/s</c>.</summary>
    public string Describe(TrainerState state)
    {
        TimeSpan elapsed = clock.GetElapsedTime(_start);
        int done = state.GlobalStep - firstStep;
        if (done <= 0 || elapsed <= TimeSpan.Zero)
        {
            return Clock(elapsed);
        }

        double perSecond = done / elapsed.TotalSeconds;
        TimeSpan whole = elapsed + TimeSpan.FromSeconds(Math.Max(0, state.MaxSteps - state.GlobalStep) / perSecond);
        return $"{Clock(elapsed)} of {Clock(whole)}, {PythonNumber.General(perSecond, 3)} steps/s";
    }

    private static string Clock(TimeSpan time) => time.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}")
        : string.Create(CultureInfo.InvariantCulture, $"{time.Minutes}:{time.Seconds:00}");
}
