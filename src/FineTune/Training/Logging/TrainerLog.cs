using FineTune.Terminal;
using Microsoft.Extensions.Logging;

namespace FineTune.Training;

/// <summary>Where a Trainer's messages go: the application's logger, or the error stream when it has none.</summary>
internal sealed class TrainerLog(ILogger? logger, TrainerLogLevel level, TextWriter? errors = null)
{
    private readonly HashSet<string> _said = new(StringComparer.Ordinal);

    /// <summary>Gets the application's logger, to which everything goes; null when there is none.</summary>
    public ILogger? Logger => logger;

    public void Info(LogEvent subject, LogMessage message) => Write(LogLevel.Information, EventLog.IdOf(subject), message);

    public void Warning(LogEvent subject, LogMessage message) => Write(LogLevel.Warning, EventLog.IdOf(subject), message);

    /// <summary>Warns, but not twice with the same words.</summary>
    public void WarningOnce(LogEvent subject, LogMessage message)
    {
        if (_said.Add(message.ToString()))
        {
            Warning(subject, message);
        }
    }

    /// <summary>Writes a message of any level and subject.</summary>
    public void Write(LogLevel loggerLevel, EventId subject, LogMessage message)
    {
        TrainerLogLevel ownLevel = loggerLevel >= LogLevel.Warning ? TrainerLogLevel.Warning : TrainerLogLevel.Info;
        if (logger is not null)
        {
            logger.Log(loggerLevel, subject, message, null, static (message, _) => message.ToString());
        }
        else if (ownLevel >= level)
        {
            (errors ?? SafeConsole.Error).WriteLine(ownLevel == TrainerLogLevel.Warning ? "Warning: " + message : message.ToString());
        }
    }
}
