using FineTune.Training;

namespace FineTune.Classification;

/// <summary>A run that had begun could not go on: the message says why and names the last good checkpoint.</summary>
internal sealed class RunFailedException(string message, Exception cause) : InvalidOperationException(message, cause)
{
    /// <summary>Trains; what goes wrong with it is the run's failure, and no longer a mistake in what was asked for, unless the Trainer found one before the first step.</summary>
    public static TrainOutput Guard(Trainer trainer, Func<TrainOutput> train)
    {
        try
        {
            return train();
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or TrainingArgumentsException or RunException or HubException) && !trainer.FoundMistake)
        {
            throw new RunFailedException(exception.Message + WayOn.After(exception, trainer.Args.OutputDir, isCommand: true), exception);
        }
    }
}
