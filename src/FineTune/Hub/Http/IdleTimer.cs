namespace FineTune.Hub;

/// <summary>Cancels when nothing has moved for a while, or when the caller does, and tells the two apart.</summary>
internal sealed class IdleTimer : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly CancellationToken _caller;
    private readonly TimeSpan _limit;

    public IdleTimer(TimeSpan limit, CancellationToken caller)
    {
        _limit = limit;
        _caller = caller;
        _source = CancellationTokenSource.CreateLinkedTokenSource(caller);
        Restart();
    }

    public CancellationToken Token => _source.Token;

    /// <summary>Whether the time was up, and the caller did not cancel.</summary>
    public bool HasExpired => _source.IsCancellationRequested && !_caller.IsCancellationRequested;

    /// <summary>Counts from now on again.</summary>
    public void Restart()
    {
        try
        {
            _source.CancelAfter(_limit);
        }
        catch (ObjectDisposedException)
        {
            // A server that answers before it has read the whole body: the rest is still being sent, and nobody waits for it.
        }
    }

    public TimeoutException Timeout(string what, Exception cause) => new($"{what} took longer than {_limit.TotalSeconds:0.###} s.", cause);

    public void Dispose() => _source.Dispose();
}
