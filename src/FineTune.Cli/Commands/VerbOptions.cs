using FineTune.Training;
using VerbArgument = FineTune.Training.Argument<FineTune.Cli.Commands.VerbOptions>;

namespace FineTune.Cli.Commands;

/// <summary>What a verb takes beside the arguments of a run.</summary>
internal sealed record VerbOptions
{
    public bool Json { get; init; }

    /// <summary>Gets whether a plan takes a few steps to say how long the run will take.</summary>
    public bool Measure { get; init; } = true;

    public bool Models { get; init; }

    public LogFormat LogFormat { get; init; }

    public bool Profile { get; init; }

    public bool AllowChangedArguments { get; init; }

    public IReadOnlyList<string> Text { get; init; } = [];

    public string? TextPair { get; init; }

    public int TopK { get; init; } = 1;

    public string? Sample { get; init; }

    public static VerbArgument JsonFlag { get; } = VerbArgument.Boolean(
        "json", "whether standard output is JSON; everything for people then goes to standard error", o => o.Json, (o, v) => o with { Json = v });

    public static VerbArgument MeasureFlag { get; } = VerbArgument.Boolean(
        "measure", "whether to take a few steps, of which nothing stays, to estimate how long the run will take", o => o.Measure, (o, v) => o with { Measure = v });

    public static VerbArgument ModelsFlag { get; } = VerbArgument.Boolean(
        "models", "whether to list the architectures that can be loaded instead", o => o.Models, (o, v) => o with { Models = v });

    public static VerbArgument SampleFlag { get; } = VerbArgument.NullableText(
        "sample", "a run that comes with the command, model and data included: intents (seven kinds of spoken requests)", o => o.Sample, (o, v) => o with { Sample = v });

    public static VerbArgument LogFormatFlag { get; } = VerbArgument.Choice(
        "log_format", "how progress is shown: auto is live on a terminal and plain elsewhere", o => o.LogFormat, (o, v) => o with { LogFormat = v });

    public static VerbArgument ProfileFlag { get; } = VerbArgument.Boolean(
        "profile", "whether to say at the end where a step's time went, and to write OUTPUT_DIR/trace.json for Chrome's trace viewer",
        o => o.Profile, (o, v) => o with { Profile = v });

    public static VerbArgument AllowChangedArgumentsFlag { get; } = VerbArgument.Boolean(
        "allow_changed_arguments", "whether flags may change what the run computes",
        o => o.AllowChangedArguments, (o, v) => o with { AllowChangedArguments = v });

    public static VerbArgument TextFlag { get; } = VerbArgument.List(
        "text", "one or more texts; without it they are read from standard input, a line each", o => o.Text, (o, v) => o with { Text = v });

    public static VerbArgument TextPairFlag { get; } = VerbArgument.NullableText(
        "text_pair", "the second text of a pair", o => o.TextPair, (o, v) => o with { TextPair = v });

    public static VerbArgument TopKFlag { get; } = VerbArgument.Integer(
        "top_k", "how many labels to print for each text, best first", o => o.TopK, (o, v) => o with { TopK = v });

    /// <summary>Applies the flags that are a verb's own.</summary>
    public static VerbOptions From(Classification.FlagReader flags)
    {
        VerbOptions options = new();
        foreach ((Argument argument, System.Text.Json.Nodes.JsonNode? value) in flags.Values)
        {
            VerbOptions next = argument is VerbArgument own ? own.Write(options, value) : options;
            options = argument == TextFlag ? next with { Text = [.. options.Text, .. next.Text] } : next;
        }

        return options;
    }
}
