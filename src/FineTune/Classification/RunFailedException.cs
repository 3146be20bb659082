namespace FineTune.Classification;

/// <summary>A run that had begun could not go on: the message says why and names the last good checkpoint.</summary>
internal sealed class RunFailedException(string message, Exception cause) : InvalidOperationException(message, cause)
{
    /// <summary>Trains; what goes wrong with it is the run's failure, and no longer a mistake in what was asked for.</summary>
    public static TrainOutput Guard(string folder, Func<TrainOutput> train)
    {
        try
        {
            return train();
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or TrainingArgumentsException or RunException or HubException))
        {
            string? checkpoint = Trainer.GetLastCheckpoint(folder);
            string kept = exception.Message.Contains("checkpoint", StringComparison.OrdinalIgnoreCase) ? string.Empty
                : checkpoint is null ? " There is no checkpoint yet."
                : $" The last checkpoint is {checkpoint}; go on from it with: finetune resume {folder}";
            throw new RunFailedException(exception.Message + kept, exception);
        }
    }
}
