using System.Diagnostics;

namespace FineTune.Runtime;

/// <summary>
/// The threads behind <see cref="Workers"/>. They look for a published job for a short while (a training step publishes hundreds, one soon
/// after the other), then sleep until the next one is published.
/// </summary>
internal static class WorkerPool
{
    private const int SlotCount = 16;
    private const int NoSlot = -1;
    private const int MillisecondsAfterRefusal = 1000;
    private static readonly long SpinTicks = Stopwatch.Frequency / 10_000;
    private static readonly SharedJob?[] Slots = new SharedJob?[SlotCount];
    private static readonly SemaphoreSlim Wake = new(0);
    private static readonly Lock Gate = new();
    private static int _threads;
    private static int _parked;
    private static int _running;
    private static long _startsAgainAt;

    /// <summary>Gets or sets what starts a thread, if not the system; tests refuse it.</summary>
    public static Action<Thread>? StartInstead
    {
        get;
        set
        {
            field = value;
            Volatile.Write(ref _startsAgainAt, 0);
        }
    }

    /// <summary>Gets whether more threads work on jobs than there should, because other callers came in: helpers then step back.</summary>
    public static bool IsCrowded => Volatile.Read(ref _running) > Workers.ThreadCount;

    /// <summary>Gets how many threads work on jobs.</summary>
    public static int Running => Volatile.Read(ref _running);

    /// <summary>Gets whether every thread of the pool is asleep.</summary>
    public static bool IsAsleep => Volatile.Read(ref _parked) == Volatile.Read(ref _threads);

    /// <summary>Counts the calling thread as working.</summary>
    public static void Enter() => Interlocked.Increment(ref _running);

    /// <summary>Ends what <see cref="Enter"/> began.</summary>
    public static void Exit() => Interlocked.Decrement(ref _running);

    /// <summary>Shows a job to the pool and wakes up to <paramref name="helpers"/> threads; returns the slot to withdraw it from.</summary>
    public static int Publish(SharedJob job, int helpers)
    {
        if (_threads < helpers && Environment.TickCount64 >= Volatile.Read(ref _startsAgainAt))
        {
            StartThreads(helpers);
        }

        for (int slot = 0; slot < SlotCount; slot++)
        {
            if (Volatile.Read(ref Slots[slot]) is null && Interlocked.CompareExchange(ref Slots[slot], job, null) is null)
            {
                WakeUp(Math.Min(helpers, Workers.ThreadCount - Volatile.Read(ref _running)));
                return slot;
            }
        }

        return NoSlot;
    }

    /// <summary>Takes a job off show, if it still is; threads already inside stay until they leave.</summary>
    public static void Withdraw(int slot, SharedJob job)
    {
        if (slot != NoSlot)
        {
            Interlocked.CompareExchange(ref Slots[slot], null, job);
        }
    }

    /// <summary>Starts a thread, in the caller's context or in none; false where the system has no memory or number for one: the work is then the caller's.</summary>
    public static bool TryStart(Thread thread, bool inContext)
    {
        try
        {
            if (StartInstead is { } start)
            {
                start(thread);
            }
            else if (inContext)
            {
                thread.Start();
            }
            else
            {
                thread.UnsafeStart();
            }

            return true;
        }
        catch (Exception error) when (error is OutOfMemoryException or ThreadStartException)
        {
            return false;
        }
    }

    /// <summary>Starts as many as there should be. Where the system has no memory or number for one, those that there are do the work, and it is asked again later.</summary>
    private static void StartThreads(int wanted)
    {
        lock (Gate)
        {
            while (_threads < wanted)
            {
                if (!TryStart(new Thread(Serve) { IsBackground = true, Name = $"FineTune worker {_threads + 1}" }, inContext: false))
                {
                    Volatile.Write(ref _startsAgainAt, Environment.TickCount64 + MillisecondsAfterRefusal);
                    return;
                }

                _threads++;
            }
        }
    }

    private static void Serve()
    {
        while (true)
        {
            long idleSince = Stopwatch.GetTimestamp();
            while (Stopwatch.GetTimestamp() - idleSince < SpinTicks && Workers.HaveACoreEach)
            {
                if (HelpSomebody())
                {
                    idleSince = Stopwatch.GetTimestamp();
                }
                else
                {
                    // A tenth of a microsecond: about as long as it takes to see a job.
                    Thread.SpinWait(2);
                }
            }

            Park();
            HelpSomebody();
        }
    }

    private static bool HelpSomebody()
    {
        foreach (ref SharedJob? slot in Slots.AsSpan())
        {
            if (Volatile.Read(ref slot) is { HasWork: true } job && TryEnter())
            {
                bool joined = job.TryJoin();
                if (joined)
                {
                    job.Work(isHelper: true);
                    if (!job.HasWork)
                    {
                        // Whoever began it early may never ask for it.
                        Interlocked.CompareExchange(ref slot, null, job);
                    }
                }

                // Counted out before leaving: when the caller returns, its helpers' places are free again.
                Exit();
                if (joined)
                {
                    job.Leave();
                }

                return joined;
            }
        }

        return false;
    }

    private static bool TryEnter()
    {
        int seen = Volatile.Read(ref _running);
        while (seen < Workers.ThreadCount)
        {
            int before = Interlocked.CompareExchange(ref _running, seen + 1, seen);
            if (before == seen)
            {
                return true;
            }

            seen = before;
        }

        return false;
    }

    // A sleeping thread is counted in _parked. Whoever takes it off the count owes it one release of Wake; a thread that finds work
    // just before falling asleep takes itself off, or, when a publisher was quicker, collects the release it is owed.
    private static void Park()
    {
        Interlocked.Increment(ref _parked);
        if (AnyWork() && ClaimParked(1) == 1)
        {
            return;
        }

        Wake.Wait();
    }

    private static void WakeUp(int wanted)
    {
        if (wanted > 0 && Volatile.Read(ref _parked) > 0)
        {
            int claimed = ClaimParked(wanted);
            if (claimed > 0)
            {
                Wake.Release(claimed);
            }
        }
    }

    private static int ClaimParked(int wanted)
    {
        int seen = Volatile.Read(ref _parked);
        while (seen > 0)
        {
            int claim = Math.Min(seen, wanted);
            int before = Interlocked.CompareExchange(ref _parked, seen - claim, seen);
            if (before == seen)
            {
                return claim;
            }

            seen = before;
        }

        return 0;
    }

    private static bool AnyWork()
    {
        foreach (ref SharedJob? slot in Slots.AsSpan())
        {
            if (Volatile.Read(ref slot) is { HasWork: true })
            {
                return true;
            }
        }

        return false;
    }
}
