using FineTune.Terminal;
using Microsoft.Extensions.Logging;

namespace FineTune.Training;

/// <summary>Where a Trainer's messages go: the application's logger, or the error stream when it has none.</summary>
internal sealed class TrainerLog(ILogger? logger, TrainerLogLevel level, TextWriter? errors = null, ProcessGroup? processes = null)
{
    private readonly string _rank = processes is null or { IsMain: true } ? string.Empty : $"[rank {processes.Rank}] ";
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
            if (_rank.Length > 0)
            {
                message.Add("Rank", processes!.Rank);
            }

            logger.Log(loggerLevel, subject, message, null, (text, _) => _rank + text);
        }
        else if (ownLevel >= level)
        {
            (errors ?? SafeConsole.Error).WriteLine((ownLevel == TrainerLogLevel.Warning ? "Warning: " : string.Empty) + _rank + message);
        }
    }
}
