namespace FineTune.Training;

/// <summary>
/// Measures the memory of the process while something runs, by looking every so often (<c>skip_memory_metrics</c> false). Only the
/// outermost of nested measurements counts.
/// </summary>
internal sealed class MemoryTracker(bool isOn)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(20);
    private Timer? _timer;
    private int _depth;
    private long _begin;
    private long _peak;

    public void Start()
    {
        if (!isOn || _depth++ > 0)
        {
            return;
        }

        _begin = _peak = Current();
        _timer = new Timer(_ => Look(), null, s_interval, s_interval);
    }

    /// <summary>Adds what the memory grew by, and what it grew by in between beyond that, in bytes.</summary>
    public void StopAndAdd(LogEntry metrics, string stage)
    {
        if (!isOn || --_depth > 0)
        {
            return;
        }

        _timer?.Dispose();
        Look();
        long end = Current();
        metrics.Set("before_init_mem_cpu", _begin);
        metrics.Set($"{stage}_mem_cpu_alloc_delta", end - _begin);
        metrics.Set($"{stage}_mem_cpu_peaked_delta", Math.Max(0, Interlocked.Read(ref _peak) - end));
    }

    private void Look()
    {
        long now = Current();
        if (now > Interlocked.Read(ref _peak))
        {
            Interlocked.Exchange(ref _peak, now);
        }
    }

    private static long Current() => Environment.WorkingSet;
}
