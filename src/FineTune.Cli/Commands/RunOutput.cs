using FineTune.Classification;

namespace FineTune.Cli.Commands;

/// <summary>How a run talks to the person in front of it.</summary>
internal static class RunOutput
{
    public static RunReporter Of(VerbOptions options, CommandContext context) => new()
    {
        Output = context.Output,
        Errors = context.Errors,
        WritesToConsole = ReferenceEquals(context.Output, Console.Out),
        Style = options.LogFormat switch
        {
            LogFormat.Live => ProgressStyle.Live,
            LogFormat.Plain => ProgressStyle.Plain,
            LogFormat.Json => ProgressStyle.Json,
            _ => ProgressStyle.Auto,
        },
    };
}
