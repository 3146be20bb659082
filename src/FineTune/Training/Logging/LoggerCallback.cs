using FineTune.Terminal;
using Microsoft.Extensions.Logging;

namespace FineTune.Training;

/// <summary>Tells the application's logger what is logged, in the place of everything that would be shown on a console.</summary>
internal sealed class LoggerCallback(ILogger logger) : TrainerCallback
{
    /// <inheritdoc/>
    internal override bool SpeaksForAll => true;

    /// <inheritdoc/>
    public override void OnLog(TrainerContext context, LogEntry logs)
    {
        IEnumerable<string> shown = logs.Keys.Where(key => key is not ("epoch" or "total_flos"));
        string numbers = string.Join("  ", shown.Select(key => $"{key} {logs.Get(key).ToShortText()}"));
        LogMessage message = $"step {context.State.GlobalStep}/{context.State.MaxSteps}  epoch {context.State.Epoch}  {numbers}";
        foreach (string key in logs.Keys)
        {
            message.Add(key, logs.Get(key) is { IsWhole: true } whole ? (long)whole.Number : logs[key]);
        }

        logger.Write(LogLevel.Information, LogEvent.Logged, message);
    }
}
