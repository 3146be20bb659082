using System.Text.Json.Nodes;
using JsonScalar = System.Text.Json.Nodes.JsonValue;

namespace FineTune.Data;

/// <summary>Which files belong to which split, as a README.md writes it: a text, a list of texts, or a list of splits with their paths.</summary>
internal static class DataFilesForm
{
    /// <exception cref="InvalidDataException">The value has none of these forms, or names a split twice.</exception>
    public static DataFiles Read(JsonNode node, string name) => node switch
    {
        JsonScalar value when value.TryGetValue(out string? path) => path,
        JsonArray list when list.Any(entry => entry is JsonObject) => new DataFiles(Unique([.. list.Select(entry => SplitOf(entry, name))], name)),
        JsonArray list => list.Select(entry => TextOf(entry) ?? throw DataError.BadDataFiles(name, node)).ToArray(),
        _ => throw DataError.BadDataFiles(name, node),
    };

    private static KeyValuePair<string, IReadOnlyList<string>> SplitOf(JsonNode? entry, string name)
    {
        if (entry is not JsonObject { Count: 2 } map || TextOf(map["split"]) is not { } split || !DefaultSplits.IsSplitName(split))
        {
            throw DataError.BadDataFiles(name, entry);
        }

        string?[] paths = map["path"] is JsonArray list ? [.. list.Select(TextOf)] : [TextOf(map["path"])];
        return Array.TrueForAll(paths, path => path is not null)
            ? KeyValuePair.Create(split, (IReadOnlyList<string>)paths!)
            : throw DataError.BadDataFiles(name, entry);
    }

    private static KeyValuePair<string, IReadOnlyList<string>>[] Unique(KeyValuePair<string, IReadOnlyList<string>>[] splits, string name) =>
        splits.DistinctBy(split => split.Key).Count() == splits.Length
            ? splits
            : throw DataError.SplitsTwice(name, [.. splits.Select(split => split.Key)]);

    private static string? TextOf(JsonNode? node) => node is JsonScalar value && value.TryGetValue(out string? text) ? text : null;
}
