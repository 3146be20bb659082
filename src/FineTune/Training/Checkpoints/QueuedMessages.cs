using Microsoft.Extensions.Logging;

namespace FineTune.Training;

/// <summary>Messages of a thread of our own, kept until the Trainer's thread passes them on: a logger is called by that one only.</summary>
internal sealed class QueuedMessages : ILogger
{
    private readonly List<(LogLevel Level, string Text)> _messages = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _messages.Add((logLevel, formatter(state, exception)));

    /// <summary>Passes them on; the thread that made them has ended.</summary>
    public void WriteTo(TrainerLog log)
    {
        foreach ((LogLevel level, string text) in _messages)
        {
            if (level >= LogLevel.Warning)
            {
                log.Warning(text);
            }
            else
            {
                log.Info(text);
            }
        }
    }
}
