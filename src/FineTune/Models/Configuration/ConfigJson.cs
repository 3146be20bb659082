using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace FineTune;

/// <summary>
/// The values of a configuration (null, bool, long, double, string, lists and dictionaries of these) from and to JSON as Python writes it.
/// </summary>
internal static class ConfigJson
{
    /// <summary>Reads a document.</summary>
    /// <exception cref="FormatException">The text is not JSON; the message names line and column.</exception>
    public static object? Parse(ReadOnlySpan<byte> utf8) => FromNode(JsonText.Read(Encoding.UTF8.GetString(utf8)));

    /// <summary><c>json.dumps(value, indent=2, sort_keys=True)</c>; keys that are numbers in Python go by their value.</summary>
    public static string Write(object? value) => JsonText.Write(ToNode(value), indent: 2);

    private static object? FromNode(JsonNode? node) => node switch
    {
        null => null,
        JsonObject map => map.ToDictionary(pair => pair.Key, pair => FromNode(pair.Value), StringComparer.Ordinal),
        JsonArray list => list.Select(FromNode).ToArray(),
        JsonValue value when value.TryGetValue(out string? text) => text,
        JsonValue value when value.TryGetValue(out bool flag) => flag,
        JsonValue value when value.TryGetValue(out long whole) => whole,
        _ => node.GetValue<double>(),
    };

    private static JsonNode? ToNode(object? value) => value switch
    {
        null => null,
        bool flag => JsonValue.Create(flag),
        int whole => JsonValue.Create((long)whole),
        long whole => JsonValue.Create(whole),
        double number => JsonValue.Create(number),
        string text => JsonValue.Create(text),
        IReadOnlyDictionary<int, string> map => ByNumber(map),
        IReadOnlyDictionary<string, int> map => ToObject(map),
        IReadOnlyDictionary<string, object?> map => ToObject(map),
        IEnumerable<object?> list => new JsonArray([.. list.Select(ToNode)]),
        _ => throw new InvalidOperationException($"Bug in FineTune: a {value.GetType().Name} cannot be written as JSON."),
    };

    private static JsonObject ToObject<T>(IReadOnlyDictionary<string, T> map) => new(map
        .OrderBy(pair => pair.Key, CodePointOrder.Instance)
        .Select(pair => KeyValuePair.Create(pair.Key, ToNode(pair.Value))));

    private static JsonObject ByNumber(IReadOnlyDictionary<int, string> map) => new(map
        .OrderBy(pair => pair.Key)
        .Select(pair => KeyValuePair.Create(pair.Key.ToString(CultureInfo.InvariantCulture), (JsonNode?)JsonValue.Create(pair.Value))));
}
