using System.Globalization;
using System.Text.Json.Nodes;

namespace FineTune.Hub;

/// <summary>Reads the Hub's answers: what is missing, or of another type than expected, is null.</summary>
internal static class HubJson
{
    public static JsonNode? At(this JsonNode? node, string key) => node is JsonObject map ? map[key] : null;

    public static string? Text(this JsonNode? node, string key) =>
        node.At(key) is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    public static long? Whole(this JsonNode? node, string key) =>
        node.At(key) is JsonValue value && value.TryGetValue(out long number) ? number : null;

    public static bool Flag(this JsonNode? node, string key) =>
        node.At(key) is JsonValue value && value.TryGetValue(out bool flag) && flag;

    public static DateTimeOffset? Time(this JsonNode? node, string key) =>
        DateTimeOffset.TryParse(node.Text(key), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time : null;

    public static IEnumerable<JsonNode> Items(this JsonNode? node, string key) => node.At(key) is JsonArray list ? list.OfType<JsonNode>() : [];

    public static IReadOnlyList<string> Texts(this JsonNode? node, string key) =>
        [.. node.Items(key).Select(item => item is JsonValue value && value.TryGetValue(out string? text) ? text : null).OfType<string>()];
}
