namespace FineTune.Tests.Hub;

/// <summary>A clock for waits in tests: each is over at once, and is added up.</summary>
internal sealed class SummedTime : TimeProvider
{
    private readonly Lock _lock = new();
    private TimeSpan _waited;

    /// <summary>Gets what was waited for, in all.</summary>
    public TimeSpan Waited
    {
        get
        {
            lock (_lock)
            {
                return _waited;
            }
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime == Timeout.InfiniteTimeSpan)
        {
            return System.CreateTimer(callback, state, dueTime, period);
        }

        lock (_lock)
        {
            _waited += dueTime;
        }

        return System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
