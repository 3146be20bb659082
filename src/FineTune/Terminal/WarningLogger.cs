using Microsoft.Extensions.Logging;

namespace FineTune.Terminal;

/// <summary>Passes warnings and errors on to somebody who shows them, and nothing else.</summary>
internal sealed class WarningLogger(Action<string> show) : ILoggerProvider, ILogger
{
    /// <summary>Gets one that writes a line for each.</summary>
    /// <param name="output">Where to. Default null: standard error.</param>
    /// <param name="prefix">What the line begins with.</param>
    public static WarningLogger To(TextWriter? output = null, string prefix = "Warning: ") => new(message => (output ?? SafeConsole.Error).WriteLine(prefix + message));

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Warning and not LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            show(formatter(state, exception) + (exception is null ? string.Empty : " " + exception.Message));
        }
    }

    public void Dispose()
    {
    }
}
