using Microsoft.Extensions.Logging;

namespace FineTune.Terminal;

/// <summary>Writes messages as events to an application's logger.</summary>
internal static class EventLog
{
    /// <summary>Gets the id of the Hub's messages.</summary>
    public static EventId Hub { get; } = IdOf(LogEvent.Hub);

    /// <summary>Gets the id of the messages about data.</summary>
    public static EventId Data { get; } = IdOf(LogEvent.Data);

    /// <summary>Gets an event's id.</summary>
    public static EventId IdOf(LogEvent subject) => new((int)subject, subject.ToString());

    /// <summary>Writes a message with its values.</summary>
    public static void Write(this ILogger logger, LogLevel level, LogEvent subject, LogMessage message) =>
        logger.Log(level, IdOf(subject), message, null, static (message, _) => message.ToString());
}
