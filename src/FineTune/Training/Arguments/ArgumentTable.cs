global using TrainingArgument = FineTune.Training.Argument<FineTune.TrainingArguments>;

namespace FineTune.Training;

/// <summary>Every field of <see cref="TrainingArguments"/>, in the reference's order, and those of our own.</summary>
internal static partial class ArgumentTable
{
    /// <summary>Gets the reference's, by what they are about, and in its order.</summary>
    private static readonly ArgumentGroup[] s_reference =
    [
        new("Output, batches, length", Duration()), new("Learning rate", LearningRate()), new("Optimizer", Optimizer()), new("Gradients and loss", Stability()),
        new("Precision and memory", Precision()), new("Logging", Logging()), new("Evaluation", Evaluation()), new("Saving", Saving()),
        new("The Hub", Hub()), new("Best model, resuming, seeds", BestModel()), new("Devices", Devices()), new("Batches of examples", DataLoading()),
        new("Several processes", Distributed()), new("What is done", Scripts()),
    ];

    /// <summary>Gets the reference's 114 arguments, in its order: that of the JSON it writes.</summary>
    public static IReadOnlyList<TrainingArgument> Reference { get; } = [.. s_reference.SelectMany(group => group.Arguments).Cast<TrainingArgument>()];

    /// <summary>Gets the arguments the reference does not have; JSON holds them only when they are set.</summary>
    public static IReadOnlyList<TrainingArgument> Extensions { get; } = Extras();

    /// <summary>Gets all.</summary>
    public static IReadOnlyList<TrainingArgument> All { get; } = [.. Reference, .. Extensions];

    /// <summary>Gets all by what they are about.</summary>
    public static IReadOnlyList<ArgumentGroup> Groups { get; } = [.. s_reference, new("FineTune's own", Extensions)];

    private static readonly Dictionary<string, TrainingArgument> s_byName = All.ToDictionary(argument => argument.Name, StringComparer.Ordinal);

    /// <summary>Finds an argument by its name, in which dashes may stand for underscores.</summary>
    public static TrainingArgument? Find(string name) => s_byName.GetValueOrDefault(name.Replace('-', '_'));

    /// <summary>Gets the name that looks most like a mistyped one, or null when none does.</summary>
    public static string? Nearest(string name) => SpellingDistance.Nearest(name.Replace('-', '_'), s_byName.Keys);
}
