using FineTune.Classification;
using FineTune.Runtime;
using FineTune.Terminal;
using FineTune.Training;

namespace FineTune.Cli.Commands;

/// <summary>How a run talks to the person in front of it.</summary>
internal static class RunOutput
{
    /// <param name="options">What the verb was told.</param>
    /// <param name="context">Where it writes.</param>
    /// <param name="resultsOnly">Whether standard output is for predictions alone, and everything else goes beside it.</param>
    public static RunReporter Of(VerbOptions options, CommandContext context, bool resultsOnly = false) => ProcessGroup.Current.IsMain
        ? OfMain(options, context, resultsOnly)
        : new() { Output = TextWriter.Null, Errors = TextWriter.Null, Results = TextWriter.Null, Messages = context.Errors, Style = ProgressStyle.Plain };

    private static RunReporter OfMain(VerbOptions options, CommandContext context, bool resultsOnly) => new()
    {
        Output = resultsOnly || options.Json ? context.Errors : context.Output,
        Errors = context.Errors,
        Results = context.Output,
        WritesToConsole = !resultsOnly && !options.Json && ReferenceEquals(context.Output, SafeConsole.Out),
        Style = options.LogFormat switch
        {
            LogFormat.Live => ProgressStyle.Live,
            LogFormat.Plain => ProgressStyle.Plain,
            LogFormat.Json => ProgressStyle.Json,
            _ => ProgressStyle.Auto,
        },
    };

    /// <summary>Prints what a run found, if it is wanted as JSON, and gives the exit code.</summary>
    public static int Finish(ClassificationRun run, bool isDone, VerbOptions options, CommandContext context)
    {
        if (options.Json && isDone)
        {
            context.Output.WriteLine(JsonText.Write(run.Results));
        }

        return isDone ? CommandLine.Done : CommandLine.Interrupted;
    }
}
