namespace FineTune.Training;

/// <summary>
/// Pushes one thing after the other while training goes on. Adding to it takes no time: whatever talks, hashes or waits does so on another
/// thread. What may give way does so for the next that is added; what cannot be reached is tried again, less and less often.
/// </summary>
internal sealed class PushQueue(IPushTarget target, TimeProvider clock)
{
    /// <summary>After training ends, how long nothing may arrive before it is given up.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(600);

    private static readonly TimeSpan s_firstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly List<PushJob> _waiting = [];
    private readonly List<PushFailure> _failures = [];
    private readonly List<string> _warnings = [];
    private CancellationTokenSource _stop = new();
    private Exception? _reason;
    private Task? _worker;
    private long _lastProgress;

    /// <summary>Adds something to push. What waits and may give way does, and no longer takes room on the disk.</summary>
    public void Add(PushJob job)
    {
        List<PushJob> replaced;
        lock (_lock)
        {
            replaced = job.GivesWay ? _waiting.FindAll(other => other.GivesWay) : [];
            _waiting.RemoveAll(replaced.Contains);
            _waiting.Add(job);
            _worker ??= Task.Run(WorkAsync);
        }

        foreach (PushJob other in replaced)
        {
            other.GaveWay();
            PushFolder.Delete(other.Folder);
        }
    }

    /// <summary>Notes something that could not even be added.</summary>
    public void Fail(PushFailure failure)
    {
        lock (_lock)
        {
            _failures.Add(failure);
        }
    }

    /// <summary>Waits until everything has arrived or failed, as long as something moves.</summary>
    /// <param name="cancellationToken">Gives up at once what has not arrived.</param>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        Moved();
        while (Worker() is { } worker)
        {
            TimeSpan left = Patience - clock.GetElapsedTime(Volatile.Read(ref _lastProgress));
            if (cancellationToken.IsCancellationRequested)
            {
                await GiveUpAsync(new OperationCanceledException("It was interrupted."));
                return;
            }

            if (left <= TimeSpan.Zero)
            {
                await GiveUpAsync(new TimeoutException($"Nothing has been sent for {Patience.TotalSeconds} seconds."));
                return;
            }

            await Task.WhenAny(worker, Task.Delay(left, clock, cancellationToken));
        }
    }

    /// <summary>Gives up everything that has not arrived; what never got an answer failed for the reason given.</summary>
    public async Task GiveUpAsync(Exception reason)
    {
        _reason = reason;
        await _stop.CancelAsync();
        while (Worker() is { } worker)
        {
            await worker;
        }

        _stop.Dispose();
        _stop = new CancellationTokenSource();
    }

    /// <summary>Keeps something to say until <see cref="TakeReport"/>: whoever hears it hears it on a thread of its own.</summary>
    public void Warn(string warning)
    {
        lock (_lock)
        {
            _warnings.Add(warning);
        }
    }

    /// <summary>Gets what did not arrive since this was last asked, and what else there is to say.</summary>
    public (IReadOnlyList<PushFailure> Failures, IReadOnlyList<string> Warnings) TakeReport()
    {
        lock (_lock)
        {
            (PushFailure[], string[]) report = ([.. _failures], [.. _warnings]);
            _failures.Clear();
            _warnings.Clear();
            return report;
        }
    }

    private Task? Worker()
    {
        lock (_lock)
        {
            return _worker;
        }
    }

    /// <summary>A commit, and bytes that no try before got as far as, show that it is worth waiting.</summary>
    private void Moved() => Volatile.Write(ref _lastProgress, clock.GetTimestamp());

    private async Task WorkAsync()
    {
        while (Next() is { } job)
        {
            await PushAsync(job, _stop.Token);
            PushFolder.Delete(job.Folder);
        }
    }

    private PushJob? Next()
    {
        lock (_lock)
        {
            if (_waiting.Count == 0)
            {
                _worker = null;
                return null;
            }

            PushJob job = _waiting[0];
            _waiting.RemoveAt(0);
            return job;
        }
    }

    private async Task PushAsync(PushJob job, CancellationToken stop)
    {
        TimeSpan pause = s_firstPause;
        while (true)
        {
            try
            {
                await UploadAsync(job, stop);
                job.Arrived();
                return;
            }
            catch (InvalidCardException exception) when (!job.WithoutCard)
            {
                LeaveCardOut(job, exception);
                continue;
            }
            catch (Exception exception)
            {
                job.LastProblem = stop.IsCancellationRequested ? job.LastProblem ?? _reason! : exception;
            }

            if (IsReplaced(job))
            {
                job.GaveWay();
                return;
            }

            if (PushProblem.IsFinal(job.LastProblem) || !await PausedAsync(pause, stop))
            {
                End(job, job.LastProblem);
                return;
            }

            pause = pause * 2 < s_longestPause ? pause * 2 : s_longestPause;
        }
    }

    private void End(PushJob job, Exception problem)
    {
        if (!job.IsAwaited)
        {
            Fail(new PushFailure(job.Message, problem));
        }

        job.Failed(problem);
    }

    private async Task UploadAsync(PushJob job, CancellationToken stop)
    {
        await target.PrepareAsync(stop);
        while (job.Next is { } part)
        {
            IReadOnlyList<string> ignored = job.WithoutCard ? [.. PushFolder.LeftOut, ModelCardFile.FileName] : PushFolder.LeftOut;
            job.Made(await target.UploadAsync(part, ignored, new SentBytes(job, Moved), stop));
            Moved();
        }
    }

    /// <summary>What could not be sent is out of date as soon as something newer waits.</summary>
    private bool IsReplaced(PushJob job)
    {
        lock (_lock)
        {
            return job.GivesWay && _waiting.Exists(other => other.GivesWay);
        }
    }

    private void LeaveCardOut(PushJob job, InvalidCardException exception)
    {
        job.WithoutCard = true;
        Warn($"{exception.Message} Everything else is pushed without it: push the run's folder again when it is right.");
    }

    /// <returns>Whether it is worth going on.</returns>
    private async Task<bool> PausedAsync(TimeSpan pause, CancellationToken stop)
    {
        await Task.WhenAny(Task.Delay(pause, clock, stop));
        return !stop.IsCancellationRequested;
    }

    /// <summary>Reports come from whatever thread sends; no other thread has to be asked to hear them.</summary>
    private sealed class SentBytes(PushJob job, Action moved) : IProgress<TransferProgress>
    {
        public void Report(TransferProgress value)
        {
            if (job.Sent(value))
            {
                moved();
            }
        }
    }
}
