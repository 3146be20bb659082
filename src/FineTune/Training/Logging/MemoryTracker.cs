namespace FineTune.Training;

/// <summary>
/// Measures the memory of the process while something runs, by looking every so often (<c>skip_memory_metrics</c> false). Only the
/// outermost of nested measurements counts; what making the Trainer took is told with the first.
/// </summary>
internal sealed class MemoryTracker
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(20);
    private readonly bool _isOn;
    private readonly long _beforeInit;
    private long? _afterInit;
    private Timer? _timer;
    private int _depth;
    private long _begin;
    private long _peak;

    public MemoryTracker(bool isOn)
    {
        _isOn = isOn;
        _beforeInit = isOn ? Current() : 0;
    }

    public void Start()
    {
        if (!_isOn || _depth++ > 0)
        {
            return;
        }

        _begin = _peak = Current();
        _afterInit ??= _begin;
        _timer = new Timer(_ => Look(), null, s_interval, s_interval);
    }

    /// <summary>Adds by how many bytes the memory grew, and by how many more it had grown in between.</summary>
    public void StopAndAdd(LogEntry metrics, string stage)
    {
        if (!_isOn || --_depth > 0)
        {
            return;
        }

        _timer?.Dispose();
        long end = Current();
        bool isFirst = _afterInit > 0;
        if (isFirst)
        {
            Add(metrics, "init", _afterInit!.Value - _beforeInit, 0);
        }

        Add(metrics, stage, end - _begin, Math.Max(0, Interlocked.Read(ref _peak) - end));
        if (isFirst)
        {
            metrics.Set("before_init_mem_cpu", _beforeInit);
            _afterInit = 0;
        }
    }

    private static void Add(LogEntry metrics, string stage, long allocated, long peaked)
    {
        metrics.Set($"{stage}_mem_cpu_alloc_delta", allocated);
        metrics.Set($"{stage}_mem_cpu_peaked_delta", peaked);
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
