using Microsoft.Extensions.Logging;

namespace FineTune.Samples.Tests;

/// <summary>An application's logger that keeps what it is told.</summary>
internal sealed class EventLogger : ILogger
{
    /// <summary>Gets the events: level, id, text and values by name.</summary>
    public List<(LogLevel Level, EventId Id, string Text, IReadOnlyDictionary<string, object?> Values)> Events { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Events.Add((
        logLevel,
        eventId,
        formatter(state, exception),
        ((IReadOnlyList<KeyValuePair<string, object?>>)state!).ToDictionary(pair => pair.Key, pair => pair.Value)));

    /// <summary>Gets the values of every event of a subject.</summary>
    public IEnumerable<IReadOnlyDictionary<string, object?>> Of(LogEvent subject) =>
        Events.Where(entry => entry.Id.Id == (int)subject && entry.Id.Name == subject.ToString()).Select(entry => entry.Values);
}
