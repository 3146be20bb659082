namespace FineTune.Training;

/// <summary>What a message about a run that failed ends with: from where, and how, to go on.</summary>
internal static class WayOn
{
    /// <summary>Looks for the newest checkpoint; one that is being written is not waited for.</summary>
    /// <param name="exception">What went wrong; nothing is added to one that speaks of checkpoints itself.</param>
    /// <param name="folder">The run's folder, which need not be on this machine.</param>
    /// <param name="isCommand">Whether the command runs, and not somebody's program.</param>
    public static string After(Exception exception, string folder, bool isCommand)
    {
        try
        {
            return exception is CheckpointException or InterruptedRunException or NonFiniteLossException || !Directory.Exists(folder) ? string.Empty
                : Trainer.GetLastCheckpoint(folder) is not { } checkpoint ? " There is no checkpoint yet."
                : $" The last checkpoint is {checkpoint}; go on from it with: {(isCommand ? $"finetune resume {folder}" : "trainer.Train(ResumeFrom.LastCheckpoint)")}";
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return string.Empty;
        }
    }
}
