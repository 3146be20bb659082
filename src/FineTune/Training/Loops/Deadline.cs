namespace FineTune.Training;

/// <summary>The end of <c>max_time</c>, if there is one.</summary>
internal sealed class Deadline(TimeProvider clock, double? seconds)
{
    private readonly long _end = seconds is { } limit ? clock.GetTimestamp() + (long)(limit * clock.TimestampFrequency) : long.MaxValue;

    public bool IsOver => clock.GetTimestamp() >= _end;
}
