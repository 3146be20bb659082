using System.Collections.Concurrent;

namespace FineTune.Data;

/// <summary>Makes batches ahead of time on other threads; they come out in order.</summary>
internal static class Prefetch
{
    /// <summary>
    /// Does several pieces of work at a time. <paramref name="work"/> itself is enumerated on the calling thread, at most
    /// <paramref name="ahead"/> pieces early.
    /// </summary>
    public static IEnumerable<Batch> InOrder(IEnumerable<Func<Batch>> work, int workers, int ahead)
    {
        Queue<Task<Batch>> begun = new();
        using SemaphoreSlim free = new(workers);
        try
        {
            foreach (Func<Batch> make in work)
            {
                begun.Enqueue(Begin(make, free));
                if (begun.Count > ahead)
                {
                    yield return begun.Dequeue().GetAwaiter().GetResult();
                }
            }

            while (begun.TryDequeue(out Task<Batch>? next))
            {
                yield return next.GetAwaiter().GetResult();
            }
        }
        finally
        {
            WaitQuietly(Task.WhenAll(begun));
        }
    }

    /// <summary>Enumerates everything on one other thread, at most <paramref name="ahead"/> batches early.</summary>
    public static IEnumerable<Batch> OnOneThread(IEnumerable<Batch> batches, int ahead)
    {
        using BlockingCollection<Batch> ready = new(ahead);
        using CancellationTokenSource stop = new();
        CancellationToken stopping = stop.Token;
        Task producer = Task.Factory.StartNew(
            () => Produce(batches, ready, stopping), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            foreach (Batch batch in ready.GetConsumingEnumerable(CancellationToken.None))
            {
                yield return batch;
            }

            producer.GetAwaiter().GetResult();
        }
        finally
        {
            stop.Cancel();
            WaitQuietly(producer);
        }
    }

    private static Task<Batch> Begin(Func<Batch> make, SemaphoreSlim free) => Task.Run(async () =>
    {
        await free.WaitAsync().ConfigureAwait(false);
        try
        {
            return make();
        }
        finally
        {
            free.Release();
        }
    });

    private static void Produce(IEnumerable<Batch> batches, BlockingCollection<Batch> ready, CancellationToken stopping)
    {
        try
        {
            foreach (Batch batch in batches)
            {
                ready.Add(batch, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
        finally
        {
            ready.CompleteAdding();
        }
    }

    /// <summary>Waits until nothing runs any more; a failure was thrown where the batch was asked for, or nobody asked.</summary>
    private static void WaitQuietly(Task task) => ((IAsyncResult)task).AsyncWaitHandle.WaitOne();
}
