using Microsoft.Extensions.Logging;

namespace FineTune.Hub;

/// <summary>Passes what the Hub's client warns of on to somebody who shows it, and nothing else.</summary>
internal sealed class WarningLogger(Action<string> show) : ILogger
{
    /// <summary>Gets one that writes a line for each warning.</summary>
    /// <param name="output">Where to. Default null: standard error.</param>
    public static WarningLogger To(TextWriter? output = null) => new(message => (output ?? Terminal.SafeConsole.Error).WriteLine("Warning: " + message));

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning && logLevel != LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            show(formatter(state, exception));
        }
    }
}
