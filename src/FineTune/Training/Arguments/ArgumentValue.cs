using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace FineTune.Training;

/// <summary>Turns JSON into the values of arguments and back. What does not fit is a <see cref="FormatException"/> with the expectation.</summary>
internal static class ArgumentValue
{
    public static bool Boolean(JsonNode? node) => node is JsonValue value && value.TryGetValue(out bool flag)
        ? flag
        : throw Unexpected(node, "true or false");

    public static int Integer(JsonNode? node) => Long(node) is >= int.MinValue and <= int.MaxValue and long whole
        ? (int)whole
        : throw Unexpected(node, "a whole number of at most nine digits");

    public static long Long(JsonNode? node)
    {
        if (node is JsonValue value)
        {
            if (value.TryGetValue(out long whole))
            {
                return whole;
            }

            if (value.TryGetValue(out int small))
            {
                return small;
            }

            if (value.TryGetValue(out double real) && real == Math.Floor(real) && Math.Abs(real) < 1L << 53)
            {
                return (long)real;
            }
        }

        throw Unexpected(node, "a whole number");
    }

    public static double Real(JsonNode? node)
    {
        if (node is JsonValue value)
        {
            if (value.TryGetValue(out double real))
            {
                return real;
            }

            if (value.TryGetValue(out long whole))
            {
                return whole;
            }

            if (value.TryGetValue(out int small))
            {
                return small;
            }
        }

        throw Unexpected(node, "a number");
    }

    public static JsonNode? Steps(double? value) => value switch
    {
        null => null,
        double steps when steps == Math.Floor(steps) && Math.Abs(steps) < 1L << 53 => JsonValue.Create((long)steps),
        double steps => JsonValue.Create(steps),
    };

    /// <summary>A JSON object where text is expected is kept as text: a path and a JSON object are alternatives in some arguments.</summary>
    public static string Text(JsonNode? node) => node switch
    {
        JsonValue value when value.TryGetValue(out string? text) => text,
        JsonObject map => JsonText.WriteLine(map),
        JsonValue value when value.TryGetValue(out bool flag) => flag ? "true" : "false",
        _ => throw Unexpected(node, "text"),
    };

    public static JsonArray? List(IReadOnlyList<string>? texts) => texts is null ? null : new([.. texts.Select(text => JsonValue.Create(text))]);

    /// <summary>One text counts as a list of one.</summary>
    public static IReadOnlyList<string>? List(JsonNode? node) => node switch
    {
        null => null,
        JsonArray list => [.. list.Select(Text)],
        _ => [Text(node)],
    };

    public static T Choice<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)] T>(JsonNode? node)
        where T : struct, Enum => EnumSpelling<T>.Parse(Text(node));

    /// <summary>A word; or true or false, as JSON or as a word, where they stand for one.</summary>
    public static T Choice<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)] T>(JsonNode? node, (T No, T Yes)? booleans)
        where T : struct, Enum => booleans is { } both && bool.TryParse(Text(node), out bool flag) ? flag ? both.Yes : both.No : Choice<T>(node);

    public static JsonArray Flags(IncludeForMetrics value)
    {
        JsonArray list = [];
        foreach (IncludeForMetrics flag in new[] { IncludeForMetrics.Inputs, IncludeForMetrics.Loss })
        {
            if (value.HasFlag(flag))
            {
                list.Add((JsonNode)EnumSpelling<IncludeForMetrics>.Of(flag));
            }
        }

        return list;
    }

    public static IncludeForMetrics Flags(JsonNode? node)
    {
        IncludeForMetrics value = IncludeForMetrics.None;
        foreach (string word in List(node) ?? [])
        {
            value |= EnumSpelling<IncludeForMetrics>.Parse(word);
        }

        return value;
    }

    public static JsonObject? Map(IReadOnlyDictionary<string, object?>? map) => map is null ? null : (JsonObject)ToNode(map)!;

    /// <summary>A text that begins with a brace is read as a JSON object whose texts stand for what they look like.</summary>
    public static IReadOnlyDictionary<string, object?>? Map(JsonNode? node) => node switch
    {
        null => null,
        JsonObject map => ToMap(map),
        JsonValue value when value.TryGetValue(out string? text) && text.StartsWith('{') => ToMap(LooseTypes(JsonText.ReadObject(text))),
        _ => throw Unexpected(node, "a JSON object"),
    };

    private static FormatException Unexpected(JsonNode? node, string expected) =>
        new($"{JsonText.WriteLine(node)} is not a value; expected {expected}");

    private static Dictionary<string, object?> ToMap(JsonObject map) => map.ToDictionary(entry => entry.Key, entry => ToObject(entry.Value));

    private static object? ToObject(JsonNode? node) => node switch
    {
        null => null,
        JsonObject map => ToMap(map),
        JsonArray list => list.Select(ToObject).ToArray(),
        JsonValue value when value.TryGetValue(out bool flag) => flag,
        JsonValue value when value.TryGetValue(out long whole) => whole,
        JsonValue value when value.TryGetValue(out int small) => (long)small,
        JsonValue value when value.TryGetValue(out double real) => real,
        _ => node.GetValue<string>(),
    };

    private static JsonNode? ToNode(object? value) => value switch
    {
        null => null,
        bool flag => JsonValue.Create(flag),
        int whole => JsonValue.Create((long)whole),
        long whole => JsonValue.Create(whole),
        float real => JsonValue.Create((double)real),
        double real => JsonValue.Create(real),
        string text => JsonValue.Create(text),
        IReadOnlyDictionary<string, object?> map => new JsonObject(map.Select(entry => KeyValuePair.Create(entry.Key, ToNode(entry.Value)))),
        System.Collections.IEnumerable list => new JsonArray([.. list.Cast<object?>().Select(ToNode)]),
        _ => throw new FormatException($"a {value.GetType().Name} is not a value; expected bool, int, long, double, string, a list or a map of these"),
    };

    private static JsonObject LooseTypes(JsonObject map)
    {
        foreach ((string key, JsonNode? value) in map.ToArray())
        {
            if (value is JsonObject inner)
            {
                LooseTypes(inner);
            }
            else if (value is JsonValue leaf && leaf.TryGetValue(out string? text))
            {
                map[key] = ArgumentText.Guess(text);
            }
        }

        return map;
    }
}
