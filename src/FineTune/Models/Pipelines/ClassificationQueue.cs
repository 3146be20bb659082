using System.Collections.Concurrent;
using System.Diagnostics;
using FineTune.Autograd;

namespace FineTune;

/// <summary>Joins the texts of many callers into batches, which one thread answers one after the other.</summary>
/// <remarks>While a batch is computed the next one gathers, so that batches grow with the load. The thread begins with the first text.</remarks>
internal sealed class ClassificationQueue : IDisposable
{
    private readonly BlockingCollection<Request> _requests = [];
    private readonly Func<IReadOnlyList<BatchEncoding>, IReadOnlyList<float[]>> _answer;
    private readonly SemaphoreSlim _room;
    private readonly int _batchSize;
    private readonly TimeSpan _maxWait;
    private readonly Thread _thread;

    /// <param name="answer">Computes the scores of a batch.</param>
    /// <param name="batchSize">How many texts a batch has at most.</param>
    /// <param name="maxWait">How long the first text of a batch waits for others at most.</param>
    /// <param name="size">How many texts wait at most; further callers wait for room.</param>
    public ClassificationQueue(Func<IReadOnlyList<BatchEncoding>, IReadOnlyList<float[]>> answer, int batchSize, TimeSpan maxWait, int size)
    {
        (_answer, _batchSize, _maxWait, _room) = (answer, batchSize, maxWait, new SemaphoreSlim(size));
        _thread = new Thread(Run) { IsBackground = true, Name = "FineTune classification" };
        _thread.Start();
    }

    /// <summary>Gets how many texts wait.</summary>
    public int Waiting => _requests.Count;

    /// <summary>Gets whether it takes no further texts.</summary>
    internal bool IsClosed => _requests.IsAddingCompleted;

    /// <exception cref="OperationCanceledException">It was cancelled before the answer was there; its place in the queue is given up.</exception>
    public async Task<float[]> AskAsync(BatchEncoding text, CancellationToken cancellationToken)
    {
        Request request = new(text, cancellationToken);
        await _room.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _requests.Add(request, CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            _room.Release(); // Others wait for this place, and would do so for ever.
            throw new ObjectDisposedException(nameof(TextClassificationPipeline));
        }

        return await request.Answer.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes no further texts, and waits until those in the queue have their answers.</summary>
    public void Dispose()
    {
        _requests.CompleteAdding();
        _thread.Join();
    }

    private void Run()
    {
        List<Request> batch = [];
        while (Gather(batch))
        {
            Answer(batch);
            batch.Clear();
        }
    }

    /// <summary>Waits for a text, then for more until the batch is full or the first has waited long enough.</summary>
    private bool Gather(List<Request> batch)
    {
        if (!_requests.TryTake(out Request? first, Timeout.Infinite))
        {
            return false;
        }

        long start = Stopwatch.GetTimestamp();
        Add(batch, first);
        while (batch.Count < _batchSize && _requests.TryTake(out Request? next, Remaining(start)))
        {
            Add(batch, next);
        }

        return true;
    }

    private TimeSpan Remaining(long start) => _maxWait - Stopwatch.GetElapsedTime(start) is var rest && rest > TimeSpan.Zero ? rest : TimeSpan.Zero;

    private void Add(List<Request> batch, Request request)
    {
        _room.Release();
        if (!request.CancellationToken.IsCancellationRequested)
        {
            batch.Add(request);
        }
    }

    private void Answer(IReadOnlyList<Request> batch)
    {
        if (batch.Count == 0)
        {
            return;
        }

        try
        {
            IReadOnlyList<float[]> scores = _answer([.. batch.Select(request => request.Text)]);
            for (int i = 0; i < batch.Count; i++)
            {
                batch[i].Answer.TrySetResult(scores[i]);
            }
        }
        catch (Exception exception) when (batch.Count == 1)
        {
            batch[0].Answer.TrySetException(exception);
        }
        catch (Exception)
        {
            // A text that cannot be classified is no fault of its neighbours.
            foreach (Request request in batch)
            {
                Answer([request]);
            }
        }
    }

    private sealed record Request(BatchEncoding Text, CancellationToken CancellationToken)
    {
        public TaskCompletionSource<float[]> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
