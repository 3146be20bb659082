namespace FineTune.Runtime;

/// <summary>
/// Work that can be begun before its result is needed: a thread of the pool that has nothing to do does it beside what the caller goes on with; if none
/// has come by then, the caller does it when it asks.
/// </summary>
/// <remarks>
/// What the work reads and writes belongs to it from <see cref="Begin"/> until <see cref="Finish"/> returns. What was begun and is never
/// asked for holds nothing in the pool.
/// </remarks>
internal abstract class EarlyWork
{
    private const int MostIdle = 4;

    // Jobs that this thread's next early works are shared by: one takes half a kilobyte.
    [ThreadStatic]
    private static Stack<SharedJob>? _idle;

    private SharedJob? _job;
    private int _slot;
    private int _parts;

    /// <summary>Gets whether work that begins now need not wait to be asked for.</summary>
    public static bool CanBegin => Workers.ThreadCount > 1 && !SharedJob.IsInside;

    /// <summary>Gets whether the work was begun, or put off, and not finished.</summary>
    protected bool IsPending { get; private set; }

    /// <summary>Begins the work, of so many parts that threads may share; on one thread, and inside a job, it waits to be asked for.</summary>
    public void Begin(int parts = 1)
    {
        IsPending = true;
        _parts = parts;
        if (CanBegin)
        {
            _job = _idle is not null && _idle.TryPop(out SharedJob? idle) ? idle : new SharedJob();
            _job.Open(this, parts);
            _slot = WorkerPool.Publish(_job, 1);
        }
    }

    /// <summary>Waits until work that was begun is done, or does it; throws what it threw.</summary>
    public void Finish()
    {
        if (!IsPending)
        {
            return;
        }

        IsPending = false;
        if (_job is null)
        {
            Work(0, _parts);
            return;
        }

        _job.Work(isHelper: false);
        WorkerPool.Withdraw(_slot, _job);
        try
        {
            _job.Close();
        }
        finally
        {
            _idle ??= new Stack<SharedJob>(MostIdle);
            if (_idle.Count < MostIdle)
            {
                _idle.Push(_job);
            }

            _job = null;
        }
    }

    /// <summary>Does parts <paramref name="start"/> to <paramref name="end"/> - 1 of the work.</summary>
    protected internal abstract void Work(int start, int end);
}
