using System.Globalization;
using System.Text.Json.Nodes;

namespace FineTune;

/// <summary>Values as Python's <c>str</c> and <c>repr</c> show them: <c>None</c>, <c>True</c>, <c>{'loss': 0.5}</c>.</summary>
internal static class PythonText
{
    /// <summary><c>str(value)</c>.</summary>
    public static string Of(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : Repr(node);

    /// <summary><c>repr(value)</c>.</summary>
    public static string Repr(JsonNode? node) => node switch
    {
        null => "None",
        JsonObject map => "{" + string.Join(", ", map.Select(entry => $"{Quote(entry.Key)}: {Repr(entry.Value)}")) + "}",
        JsonArray list => "[" + string.Join(", ", list.Select(Repr)) + "]",
        _ => Leaf((JsonValue)node),
    };

    private static string Leaf(JsonValue value) =>
        value.TryGetValue(out string? text) ? Quote(text)
        : value.TryGetValue(out bool flag) ? (flag ? "True" : "False")
        : value.TryGetValue(out long whole) ? whole.ToString(CultureInfo.InvariantCulture)
        : value.TryGetValue(out int small) ? small.ToString(CultureInfo.InvariantCulture)
        : PythonNumber.Repr(value.GetValue<double>());

    private static string Quote(string text)
    {
        string escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal)
            ? $"\"{escaped}\""
            : $"'{escaped.Replace("'", "\\'", StringComparison.Ordinal)}'";
    }
}
