global using TrainingArgument = FineTune.Training.Argument<FineTune.TrainingArguments>;

namespace FineTune.Training;

/// <summary>Every field of <see cref="TrainingArguments"/>, in the reference's order, and those of our own.</summary>
internal static partial class ArgumentTable
{
    /// <summary>Gets the reference's 114 arguments, in its order: that of the JSON it writes.</summary>
    public static IReadOnlyList<TrainingArgument> Reference { get; } =
    [
        .. Duration(), .. LearningRate(), .. Optimizer(), .. Stability(), .. Precision(), .. Logging(), .. Evaluation(),
        .. Saving(), .. Hub(), .. BestModel(), .. Devices(), .. DataLoading(), .. Distributed(), .. Scripts(),
    ];

    /// <summary>Gets the arguments the reference does not have; JSON holds them only when they are set.</summary>
    public static IReadOnlyList<TrainingArgument> Extensions { get; } = Extras();

    /// <summary>Gets all.</summary>
    public static IReadOnlyList<TrainingArgument> All { get; } = [.. Reference, .. Extensions];

    private static readonly Dictionary<string, TrainingArgument> s_byName = All.ToDictionary(argument => argument.Name, StringComparer.Ordinal);

    /// <summary>Finds an argument by its name, in which dashes may stand for underscores.</summary>
    public static TrainingArgument? Find(string name) => s_byName.GetValueOrDefault(name.Replace('-', '_'));

    /// <summary>Gets the name that looks most like a mistyped one, or null when none does.</summary>
    public static string? Nearest(string name) => SpellingDistance.Nearest(name.Replace('-', '_'), s_byName.Keys);
}
