using FineTune.Terminal;
using Microsoft.Extensions.Logging;

namespace FineTune.Classification;

/// <summary>Where a run writes what it finds and does: to writers, or to an application's logger and nowhere else.</summary>
internal sealed class RunReporter
{
    public required TextWriter Output { get; init; }

    public required TextWriter Errors { get; init; }

    /// <summary>Gets where the Trainer's messages go. Default: to <see cref="Errors"/>.</summary>
    public TextWriter? Messages { get; init; }

    /// <summary>Gets where predictions go that are not written to a file.</summary>
    public required TextWriter Results { get; init; }

    /// <summary>Gets the application's logger; null where there is none.</summary>
    public ILogger? Logger { get; init; }

    /// <summary>Gets whether <see cref="Output"/> is the process's own, so that it may be a terminal.</summary>
    public bool WritesToConsole { get; init; }

    public ProgressStyle Style { get; init; }

    /// <summary>Writes a line for a person; there is none among JSON lines.</summary>
    public void Say(string line)
    {
        if (Logger is not null)
        {
            Logger.Write(LogLevel.Information, LogEvent.Run, line);
        }
        else if (Style != ProgressStyle.Json)
        {
            Output.WriteLine(VisibleText.OfMessage(line));
        }
    }

    public void Warn(string line)
    {
        if (Logger is not null)
        {
            Logger.Write(LogLevel.Warning, LogEvent.Run, line);
        }
        else
        {
            Errors.WriteLine("warning: " + VisibleText.OfMessage(line));
        }
    }

    /// <summary>Tells what of the model is drawn anew.</summary>
    public void Tell(LoadReport report)
    {
        if (Logger is not null)
        {
            LoadReportOutput.Write(report, Logger);
        }
        else
        {
            Errors.WriteLine(report.ToString());
        }
    }

    /// <summary>Tells what was measured on a split. As JSON only what no line of progress had: that of a prediction, with its step.</summary>
    public void Tell(string split, LogEntry metrics, Trainer trainer)
    {
        if (Logger is not null)
        {
            trainer.LogMetrics(split, metrics);
        }
        else if (Style != ProgressStyle.Json)
        {
            Trainer.LogMetrics(split, metrics, Output);
        }
        else if (split == "test")
        {
            LogEntry line = new(metrics);
            line.Set("step", (long)trainer.State.GlobalStep);
            Output.WriteLine(JsonText.WriteLine(line.ToJson()));
        }
    }

    /// <summary>Puts what shows the progress into a Trainer, which has what its own arguments ask for; one with a logger tells that.</summary>
    public void Watch(Trainer trainer)
    {
        if (Logger is not null)
        {
            return;
        }

        if (trainer.Args.DisableTqdm == true)
        {
            trainer.RemoveCallback<PrinterCallback>();
        }
        else
        {
            trainer.RemoveCallback<ProgressCallback>();
        }

        trainer.AddCallback(trainer.Args.DisableTqdm == true && Style != ProgressStyle.Json
            ? new PrinterCallback { Output = Output }
            : new ProgressCallback { Style = Style, Output = WritesToConsole ? null : Output });
    }
}
