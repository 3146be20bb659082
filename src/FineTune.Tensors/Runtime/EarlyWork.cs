using System.Runtime.InteropServices;

namespace FineTune.Runtime;

/// <summary>
/// Work that was begun before its result is needed: a thread of the pool that has nothing to do does it beside what the caller goes on with; if none
/// has come by then, the caller does it when it asks.
/// </summary>
/// <remarks>What the work reads and writes belongs to it until <see cref="Finish"/> returns, which must be called.</remarks>
internal sealed unsafe class EarlyWork
{
    private readonly Action _work;
    private SharedJob? _job;
    private GCHandle _self;
    private int _slot;
    private bool _isFinished;

    private EarlyWork(Action work) => _work = work;

    /// <summary>Begins work; on one thread, and inside a job, it waits to be asked for.</summary>
    public static EarlyWork Begin(Action work)
    {
        EarlyWork early = new(work);
        if (Workers.ThreadCount > 1 && !SharedJob.IsInside)
        {
            early._self = GCHandle.Alloc(early);
            early._job = new SharedJob();
            early._job.Open(1, 1, (void*)GCHandle.ToIntPtr(early._self), &Run);
            early._slot = WorkerPool.Publish(early._job, 1);
        }

        return early;
    }

    /// <summary>Waits until the work is done, or does it, the first time it is called; throws what it threw.</summary>
    public void Finish()
    {
        if (_isFinished)
        {
            return;
        }

        _isFinished = true;
        if (_job is null)
        {
            _work();
            return;
        }

        _job.Work(isHelper: false);
        WorkerPool.Withdraw(_slot);
        try
        {
            _job.Close();
        }
        finally
        {
            _self.Free();
        }
    }

    private static void Run(void* self, int start, int end) => ((EarlyWork)GCHandle.FromIntPtr((nint)self).Target!)._work();
}
