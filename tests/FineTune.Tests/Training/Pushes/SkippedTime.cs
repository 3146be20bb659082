namespace FineTune.Tests.Training.Pushes;

/// <summary>
/// A clock on which a wait is over at once and has taken as long as it was to take, if that is not too long; longer ones end when such waits
/// have added up. Nothing else makes time pass.
/// </summary>
internal sealed class SkippedTime(TimeSpan upTo) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<Wait> _waits = [];
    private TimeSpan _now;

    /// <summary>Gets a clock on which what waits to try again does not wait.</summary>
    public static SkippedTime Pauses => new(TimeSpan.FromMinutes(1));

    public TimeSpan Passed
    {
        get
        {
            lock (_lock)
            {
                return _now;
            }
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Passed.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Wait wait = new(this, callback, state);
        wait.Change(dueTime, period);
        return wait;
    }

    private void Begin(Wait wait, TimeSpan length)
    {
        List<Wait> over;
        lock (_lock)
        {
            _waits.Remove(wait);
            if (length == Timeout.InfiniteTimeSpan)
            {
                return;
            }

            wait.End = _now + length;
            _waits.Add(wait);
            _now = length <= upTo ? wait.End : _now;
            over = _waits.FindAll(other => other.End <= _now);
            _waits.RemoveAll(over.Contains);
        }

        over.ForEach(other => ThreadPool.QueueUserWorkItem(_ => other.Call()));
    }

    private sealed class Wait(SkippedTime time, TimerCallback callback, object? state) : ITimer
    {
        public TimeSpan End { get; set; }

        public void Call() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            time.Begin(this, dueTime);
            return true;
        }

        public void Dispose() => time.Begin(this, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
