namespace FineTune.Training;

/// <summary>One process was told to end, and all know it: each ends as one by itself would. Any other cancellation is that of one process alone.</summary>
internal sealed class AgreedCancellationException(CancellationToken token, Exception? cause = null)
    : OperationCanceledException("One of the processes was told to end, and so do all.", cause, token);
