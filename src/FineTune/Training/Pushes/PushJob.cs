namespace FineTune.Training;

/// <summary>Something to push: its commits in order, from a folder of its own that is deleted afterwards.</summary>
/// <param name="folder">The folder.</param>
/// <param name="parts">The commits.</param>
/// <param name="givesWay">Whether a newer one may take its place while it waits.</param>
/// <param name="isAwaited">Whether somebody waits for it and is told what went wrong.</param>
internal sealed class PushJob(string folder, IReadOnlyList<PushPart> parts, bool givesWay, bool isAwaited)
{
    private readonly TaskCompletionSource<CommitInfo?> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<(string FileName, bool IsHashing), long> _sent = [];
    private CommitInfo? _first;
    private int _made;

    public string Folder => folder;

    /// <summary>Gets what its first commit says.</summary>
    public string Message => parts[0].Message;

    /// <summary>Gets the commit to make next, or null when all are made: a further try begins where the one before ended.</summary>
    public PushPart? Next => _made < parts.Count ? parts[_made] : null;

    public bool GivesWay => givesWay;

    public bool IsAwaited => isAwaited;

    /// <summary>Gets or sets whether the model card stays here, because the Hub refuses it.</summary>
    public bool WithoutCard { get; set; }

    /// <summary>Gets the first commit once everything has arrived; null when a newer job took this one's place. Fails with what went wrong.</summary>
    public Task<CommitInfo?> End => _end.Task;

    /// <summary>Gets what went wrong the last time, if it is going to be tried again.</summary>
    public Exception? LastProblem { get; set; }

    /// <summary>Takes note of a commit.</summary>
    public void Made(CommitInfo commit)
    {
        _first ??= commit;
        _made++;
    }

    /// <summary>Takes note of bytes that were read or sent.</summary>
    /// <returns>Whether no try before got as far with the file.</returns>
    public bool Sent(TransferProgress progress)
    {
        lock (_sent)
        {
            (string, bool) what = (progress.FileName, progress.IsHashing);
            bool isMore = progress.BytesDone > _sent.GetValueOrDefault(what);
            _sent[what] = isMore ? progress.BytesDone : _sent.GetValueOrDefault(what);
            return isMore;
        }
    }

    public void Arrived() => _end.TrySetResult(_first);

    public void GaveWay() => _end.TrySetResult(null);

    public void Failed(Exception exception)
    {
        _end.TrySetException(exception);

        // Whoever waits for it gets it; one that nobody waits for is counted by the queue.
        _ = _end.Task.Exception;
    }
}
