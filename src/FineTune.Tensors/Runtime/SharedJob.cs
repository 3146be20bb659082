using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace FineTune.Runtime;

/// <summary>
/// One job being worked on by its caller and whoever joins. Each calling thread owns one and uses it for all calls of <see cref="Run"/>, so that such a
/// call allocates nothing; work that is begun early has one of its own. A helper may touch the job only between <see cref="TryJoin"/> and
/// <see cref="Leave"/>, and the caller does not go on behind <see cref="Close"/> before the last helper has left: what it published may live on its stack.
/// </summary>
internal sealed unsafe class SharedJob
{
    // _state: the number of helpers inside, plus these.
    private const int Closed = 1 << 16;
    private const int CallerParked = 1 << 17;

    // A caller looks for about ten microseconds whether the helpers are done with their last pieces, as most are by then; then it gives its core away between looks,
    // which a helper without a core of its own needs at once; at last it sleeps.
    private const int LookTurns = 250;
    private const int WaitTurns = 2_000;

    [ThreadStatic]
    private static SharedJob? _mine;

    [ThreadStatic]
    private static bool _inside;

    private readonly SemaphoreSlim _lastHelperLeft = new(0);
    private EarlyWork? _early;
    private void* _job;
    private delegate*<void*, int, int, void> _run;
    private int _items;
    private int _piece;
    private Exception? _error;
    private Padded _next;
    private Padded _state = new() { Value = Closed };

    /// <summary>Gets whether this thread is running a piece of some job.</summary>
    public static bool IsInside => _inside;

    /// <summary>Gets whether pieces are left that nobody has taken.</summary>
    public bool HasWork => Volatile.Read(ref _state.Value) < Closed && Volatile.Read(ref _next.Value) < _items;

    /// <summary>Runs a job of <paramref name="items"/> items in pieces of <paramref name="piece"/> on this thread and those that join.</summary>
    public static void Run(int items, int piece, int threads, void* job, delegate*<void*, int, int, void> run)
    {
        SharedJob shared = _mine ??= new SharedJob();
        shared.Open(items, piece, job, run);
        WorkerPool.Enter();
        int slot = WorkerPool.Publish(shared, Math.Min(threads - 1, ((items - 1) / piece)));
        shared.Work(isHelper: false);
        WorkerPool.Withdraw(slot, shared);
        WorkerPool.Exit();
        shared.Close();
    }

    /// <summary>Lets helpers into work of so many parts, which lives at least until they have left.</summary>
    public void Open(EarlyWork work, int parts)
    {
        _early = work;
        Open(parts, 1, null, null);
    }

    private void Open(int items, int piece, void* job, delegate*<void*, int, int, void> run)
    {
        _job = job;
        _run = run;
        _items = items;
        _piece = piece;
        _error = null;
        _next.Value = 0;
        Volatile.Write(ref _state.Value, 0);
    }

    /// <summary>Lets this thread in as a helper unless the job is closed.</summary>
    public bool TryJoin()
    {
        int seen = Volatile.Read(ref _state.Value);
        while (seen < Closed)
        {
            int before = Interlocked.CompareExchange(ref _state.Value, seen + 1, seen);
            if (before == seen)
            {
                return true;
            }

            seen = before;
        }

        return false;
    }

    /// <summary>Ends what <see cref="TryJoin"/> began.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref _state.Value) == (Closed | CallerParked))
        {
            _lastHelperLeft.Release();
        }
    }

    /// <summary>Takes pieces until none is left, or, as a helper, until other callers need the core.</summary>
    public void Work(bool isHelper)
    {
        bool wasInside = _inside;
        _inside = true;
        try
        {
            int items = _items;
            int piece = _piece;
            while (Volatile.Read(ref _next.Value) < items && !(isHelper && WorkerPool.IsCrowded))
            {
                int end = Interlocked.Add(ref _next.Value, piece);
                int start = end - piece;
                if (start >= items || start < 0)
                {
                    break;
                }

                end = end < 0 ? items : Math.Min(end, items);
                if (_early is { } early)
                {
                    early.Work(start, end);
                }
                else
                {
                    _run(_job, start, end);
                }
            }
        }
        catch (Exception error)
        {
            Interlocked.CompareExchange(ref _error, error, null);
            Volatile.Write(ref _next.Value, _items);
        }
        finally
        {
            _inside = wasInside;
        }
    }

    /// <summary>Lets nobody in any more, waits for those inside, and throws the first exception of any.</summary>
    public void Close()
    {
        int helpers = Interlocked.Or(ref _state.Value, Closed);
        bool mayLook = Workers.HaveACoreEach;
        SpinWait spinner = default;
        for (int turn = 0; helpers > 0 && turn < WaitTurns; turn++)
        {
            if (turn < LookTurns && mayLook)
            {
                Thread.SpinWait(1);
            }
            else
            {
                spinner.SpinOnce(sleep1Threshold: -1);
            }

            helpers = Volatile.Read(ref _state.Value) & ~Closed;
        }

        if (helpers > 0 && (Interlocked.Or(ref _state.Value, CallerParked) & ~Closed) > 0)
        {
            _lastHelperLeft.Wait();
        }

        _early = null;
        if (_error is { } error)
        {
            _error = null;
            ExceptionDispatchInfo.Throw(error);
        }
    }

    /// <summary>A counter on a cache line of its own (two, as lines are fetched in pairs).</summary>
    [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Explicit, Size = 256)]
    private struct Padded
    {
        [System.Runtime.InteropServices.FieldOffset(128)]
        public int Value;
    }
}
