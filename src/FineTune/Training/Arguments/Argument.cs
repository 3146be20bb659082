using System.Text.Json.Nodes;

namespace FineTune.Training;

/// <summary>What is known of a field of arguments without knowing the record it belongs to: enough to read it from a command line.</summary>
internal abstract class Argument
{
    private protected Argument(string name, string help, ArgumentKind kind, bool isNullable) =>
        (Name, Help, Kind, IsNullable) = (name, help, kind, isNullable);

    /// <summary>Gets the reference's name: <c>learning_rate</c>.</summary>
    public string Name { get; }

    /// <summary>Gets what the value is, in words that begin in lower case and end without a full stop.</summary>
    public string Help { get; }

    public ArgumentKind Kind { get; }

    /// <summary>Gets whether null is a value.</summary>
    public bool IsNullable { get; }

    /// <summary>Gets the words to choose from; empty when the kind has none.</summary>
    public IReadOnlyList<string> Choices { get; private protected init; } = [];

    public ArgumentSupport Support { get; private protected set; }

    /// <summary>Gets why <see cref="Support"/> is not <see cref="ArgumentSupport.Works"/>; else empty.</summary>
    public string Reason { get; private protected set; } = string.Empty;

    /// <summary>Gets the default, as JSON.</summary>
    public abstract JsonNode? Default { get; }

    /// <summary>Gets the kind of value in words, for messages and help.</summary>
    public string Expectation => Kind switch
    {
        ArgumentKind.Boolean => "true or false",
        ArgumentKind.Integer => "a whole number",
        ArgumentKind.Real => "a number",
        ArgumentKind.Steps => "a whole number, or a share of all steps below 1",
        ArgumentKind.Text => "text",
        ArgumentKind.Choice => "one of " + string.Join(", ", Choices),
        ArgumentKind.List => "a list of texts",
        ArgumentKind.Flags => "a list of " + string.Join(", ", Choices),
        ArgumentKind.Duration => Duration.Expectation,
        ArgumentKind.Weights => "balanced, a number for each label, or label=number",
        _ => "a JSON object",
    };

    /// <summary>Turns the words of a command line into JSON.</summary>
    /// <exception cref="FormatException">They are not a value; the message says what was expected.</exception>
    public JsonNode? Parse(IReadOnlyList<string> words) => ArgumentText.Parse(this, words);
}
