using FineTune.Terminal;
using Microsoft.Extensions.Logging;

namespace FineTune;

/// <summary>Shows what loading a model found, as the reference warns of it.</summary>
internal static class LoadReportOutput
{
    /// <summary>Writes a report to the options' logger, or to standard error.</summary>
    /// <param name="report">The report; nothing is written without one, or of one that is complete.</param>
    /// <param name="options">Who is told, and whether.</param>
    public static void Show(LoadReport? report, FromPretrainedOptions options)
    {
        if (report is null or { IsComplete: true } || !options.ShowLoadReport)
        {
            return;
        }

        if (options.Logger is { } logger)
        {
            Write(report, logger);
        }
        else
        {
            SafeConsole.Error.Write(report.ToString());
        }
    }

    /// <summary>Writes a report to a logger.</summary>
    public static void Write(LoadReport report, ILogger logger)
    {
        (int missing, int unexpected, int mismatched) = (report.MissingKeys.Count, report.UnexpectedKeys.Count, report.MismatchedKeys.Count);
        logger.Write(
            LogLevel.Warning,
            LogEvent.LoadReport,
            $"{report.ModelClass} from {report.Source}: {missing} weights missing, {unexpected} unexpected, {mismatched} of another shape.\n{report}");
    }
}
