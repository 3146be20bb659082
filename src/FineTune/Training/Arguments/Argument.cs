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

    /// <summary>
    /// Gets whether a value is not the default, be it false, 0 or null; where the default is nothing, null and empty texts, lists and
    /// maps are all alike. That a default was written out is not known: a record does not tell, and files that were saved name everything.
    /// </summary>
    public bool Sets(JsonNode? value)
    {
        (string text, string usual) = (JsonText.WriteLine(value), JsonText.WriteLine(Default));
        return text != usual && !(IsNothing(text) && IsNothing(usual));
    }

    /// <summary>Gets whether a value asks for something: it is neither the default nor an explicit no.</summary>
    public bool AsksFor(JsonNode? value) => Sets(value) && JsonText.WriteLine(value) is var text && !IsNothing(text) && text is not ("false" or "0");

    /// <summary>Gets what to say of a value that cannot be had: the reason; null where the value is none of those.</summary>
    public string? Refusal(JsonNode? value) => Support == ArgumentSupport.Refused && AsksFor(value) ? $"{Name} cannot be used: {Reason}." : null;

    private static bool IsNothing(string value) => value is "null" or "[]" or "{}" or "\"\"";
}
