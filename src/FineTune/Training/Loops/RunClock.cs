namespace FineTune.Training;

/// <summary>The time since the loop began.</summary>
internal sealed class RunClock(TimeProvider clock)
{
    private readonly long _start = clock.GetTimestamp();

    public TimeSpan Elapsed => clock.GetElapsedTime(_start);
}
