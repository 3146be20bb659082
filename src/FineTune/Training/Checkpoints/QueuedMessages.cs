using FineTune.Terminal;
using Microsoft.Extensions.Logging;

namespace FineTune.Training;

/// <summary>Messages of a thread of our own, kept until the Trainer's thread passes them on: a logger is called by that one only.</summary>
internal sealed class QueuedMessages : ILogger
{
    private readonly List<(LogLevel Level, EventId Subject, LogMessage Message)> _messages = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _messages.Add((logLevel, eventId, state as LogMessage ?? formatter(state, exception)));

    /// <summary>Passes them on; the thread that made them has ended.</summary>
    public void WriteTo(TrainerLog log)
    {
        foreach ((LogLevel level, EventId subject, LogMessage message) in _messages)
        {
            log.Write(level, subject, message);
        }
    }
}
