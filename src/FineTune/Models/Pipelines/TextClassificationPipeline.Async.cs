namespace FineTune;

/// <content>Answers to many callers at once.</content>
public sealed partial class TextClassificationPipeline : IDisposable
{
    internal const int DefaultBatchSize = 16;

    internal const int DefaultQueueSize = 1024;

    private readonly Lock _queueLock = new();
    private ClassificationQueue? _queue;
    private bool _isDisposed;

    internal static TimeSpan DefaultWait { get; } = TimeSpan.FromMilliseconds(2);

    /// <summary>
    /// Gets how long a text given to <see cref="ClassifyAsync"/> waits for others to be computed with, when nothing else is being computed, up to
    /// an hour. Default 2 milliseconds.
    /// </summary>
    public TimeSpan MaxWait
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero, nameof(MaxWait));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromHours(1), nameof(MaxWait));
            field = value;
        }
    } = DefaultWait;

    /// <summary>Gets how many texts given to <see cref="ClassifyAsync"/> wait at most; further callers wait for room among them. Default 1024.</summary>
    public int QueueSize
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, nameof(QueueSize));
            field = value;
        }
    } = DefaultQueueSize;

    /// <summary>Gets how many texts given to <see cref="ClassifyAsync"/> are waiting.</summary>
    public int Waiting => _queue?.Waiting ?? 0;

    /// <summary>
    /// Gets the most likely label of a text, which is computed together with those of other callers: up to <see cref="BatchSize"/> at once. The
    /// answer is the one <see cref="Classify(TextInput)"/> gives.
    /// </summary>
    /// <param name="input">A text, or a pair of texts.</param>
    /// <param name="cancellationToken">Gives the place in the queue up.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The pipeline was disposed.</exception>
    public async Task<ClassificationResult> ClassifyAsync(TextInput input, CancellationToken cancellationToken = default) =>
        Best(await AskAsync(input, cancellationToken).ConfigureAwait(false));

    /// <summary>Gets the <see cref="TopK"/> most likely labels of a text, best first, as <see cref="ClassifyAsync"/> gets one.</summary>
    /// <param name="input">A text, or a pair of texts.</param>
    /// <param name="cancellationToken">Gives the place in the queue up.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The pipeline was disposed.</exception>
    public Task<IReadOnlyList<ClassificationResult>> ClassifyTopAsync(TextInput input, CancellationToken cancellationToken = default) =>
        AskTopAsync(input, TopK, cancellationToken);

    /// <summary>Ends the thread behind <see cref="ClassifyAsync"/>, once the texts that wait have their answers. Nothing else needs it.</summary>
    public void Dispose()
    {
        ClassificationQueue? queue;
        lock (_queueLock)
        {
            _isDisposed = true;
            queue = _queue;
        }

        queue?.Dispose();
    }

    /// <summary>Gets as many labels as a caller asks for; null for all.</summary>
    internal async Task<IReadOnlyList<ClassificationResult>> AskTopAsync(TextInput input, int? topK, CancellationToken cancellationToken) =>
        Top(await AskAsync(input, cancellationToken).ConfigureAwait(false), topK);

    private Task<float[]> AskAsync(TextInput input, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Queue().AskAsync(Encode(input), cancellationToken);
    }

    private ClassificationQueue Queue()
    {
        lock (_queueLock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _queue ??= new ClassificationQueue(texts => [.. Logits(texts).Select(Apply)], BatchSize, MaxWait, QueueSize);
        }
    }
}
