namespace FineTune.Training;

/// <summary>Writing logs, which is never worth losing a run for.</summary>
internal static class LogWriting
{
    /// <summary>Writes; where the disk does not allow it, says so once and lets training go on.</summary>
    public static void Try(TrainerContext context, string what, Action write)
    {
        try
        {
            write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            context.Log?.WarningOnce(LogEvent.Settings, $"{what} could not be written, and training goes on: {exception.Message} The log history has the same numbers.");
        }
    }
}
