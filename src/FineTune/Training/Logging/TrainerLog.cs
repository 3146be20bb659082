using Microsoft.Extensions.Logging;

namespace FineTune.Training;

/// <summary>Where a Trainer's messages go: the application's logger, or the error stream when it has none.</summary>
internal sealed class TrainerLog(ILogger? logger, TrainerLogLevel level, TextWriter? errors = null)
{
    private readonly HashSet<string> _said = new(StringComparer.Ordinal);

    public void Info(string message) => Write(LogLevel.Information, TrainerLogLevel.Info, message);

    public void Warning(string message) => Write(LogLevel.Warning, TrainerLogLevel.Warning, message);

    /// <summary>Warns, but not twice with the same words.</summary>
    public void WarningOnce(string message)
    {
        if (_said.Add(message))
        {
            Warning(message);
        }
    }

    private void Write(LogLevel loggerLevel, TrainerLogLevel ownLevel, string message)
    {
        if (logger is not null)
        {
#pragma warning disable CA1848, CA2254 // A handful of messages a run; their text is the message.
            logger.Log(loggerLevel, message);
#pragma warning restore CA1848, CA2254
        }
        else if (ownLevel >= level)
        {
            (errors ?? FineTune.Terminal.SafeConsole.Error).WriteLine(ownLevel == TrainerLogLevel.Warning ? "Warning: " + message : message);
        }
    }
}
