using System.Globalization;
using System.Text.Json.Nodes;

namespace FineTune.Training;

/// <summary>Turns the words of a command line into the JSON that <see cref="Argument{TRecord}.Write"/> takes.</summary>
internal static class ArgumentText
{
    /// <exception cref="FormatException">The words are not a value of the argument.</exception>
    public static JsonNode? Parse(Argument argument, IReadOnlyList<string> words)
    {
        if (argument.Kind is ArgumentKind.List or ArgumentKind.Flags or ArgumentKind.Weights && words is not ["None" or "null"])
        {
            return new JsonArray([.. words.Select(word => JsonValue.Create(word))]);
        }

        if (argument.Kind == ArgumentKind.Boolean && words.Count == 0)
        {
            return JsonValue.Create(true);
        }

        if (words.Count != 1)
        {
            throw new FormatException($"{words.Count} values were given; expected one: {argument.Expectation}");
        }

        string text = words[0];
        return argument.IsNullable && text is "None" or "null" ? null : ParseOne(argument, text);
    }

    /// <summary>What the reference takes the texts in a JSON object on the command line for: a bool, a number or text.</summary>
    public static JsonNode Guess(string text)
    {
        if (text.Equals("true", StringComparison.OrdinalIgnoreCase) || text.Equals("false", StringComparison.OrdinalIgnoreCase))
        {
            return JsonValue.Create(text.Length == 4);
        }

        int points = text.Count(c => c == '.');
        bool digits = text.Length > points && text.All(c => char.IsAsciiDigit(c) || c == '.');
        return digits && points == 0 && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long whole) ? JsonValue.Create(whole)
            : digits && points == 1 ? JsonValue.Create(double.Parse(text, CultureInfo.InvariantCulture))
            : JsonValue.Create(text);
    }

    private static JsonNode? ParseOne(Argument argument, string text) => argument.Kind switch
    {
        ArgumentKind.Boolean => JsonValue.Create(ParseBoolean(text)),
        ArgumentKind.Integer => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole)
            ? JsonValue.Create(whole)
            : throw Unexpected(argument, text),
        ArgumentKind.Real or ArgumentKind.Steps => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double real)
            ? JsonValue.Create(real)
            : throw Unexpected(argument, text),
        ArgumentKind.Map when !text.StartsWith('{') => throw Unexpected(argument, text),
        _ => JsonValue.Create(text),
    };

    private static bool ParseBoolean(string text) => text.ToLowerInvariant() switch
    {
        "true" or "yes" or "t" or "y" or "1" => true,
        "false" or "no" or "f" or "n" or "0" => false,
        _ => throw new FormatException($"\"{text}\" is not a value; expected true or false (or yes, no, t, f, y, n, 1, 0)"),
    };

    private static FormatException Unexpected(Argument argument, string text) =>
        new($"\"{text}\" is not a value; expected {argument.Expectation}");
}
