namespace FineTune.Training;

/// <summary>A run was interrupted from outside, after a checkpoint was saved; the message names it.</summary>
/// <param name="message">What happened, and what was kept.</param>
/// <param name="folder">The run's folder, from which it can be gone on with; null where it can not.</param>
/// <param name="cause">What interrupted.</param>
/// <param name="token">The token that was cancelled.</param>
internal sealed class InterruptedRunException(string message, string? folder, Exception? cause, CancellationToken token)
    : OperationCanceledException(message, cause, token)
{
    public string? Folder { get; } = folder;
}
