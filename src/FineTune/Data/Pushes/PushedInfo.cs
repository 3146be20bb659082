using System.Text.Json.Nodes;
using JsonScalar = System.Text.Json.Nodes.JsonValue;

namespace FineTune.Data;

/// <summary>What a card says of a configuration after a push: columns, splits and sizes. It is kept in the form of the metadata's <c>dataset_info</c>.</summary>
/// <param name="config">The configuration.</param>
/// <param name="splits">What is pushed.</param>
/// <param name="replacedBytes">How large the files are together in whose place it comes.</param>
internal sealed class PushedInfo(PushedConfig config, IReadOnlyList<PushedSplit> splits, long replacedBytes)
{
    private const string FeaturesKey = "features";
    private const string SplitsKey = "splits";
    private const string DownloadKey = "download_size";
    private const string SizeKey = "dataset_size";

    /// <summary>Whether columns mean the same; their order does not count, as in the reference.</summary>
    public static bool AreEqual(Features pushed, Features present) => JsonNode.DeepEquals(Stored(pushed), Stored(present));

    /// <summary>Gets an entry of dataset_infos.json in the form of the card, or null.</summary>
    public static JsonObject? FromOlder(JsonNode? entry) => entry is not JsonObject older ? null : new JsonObject
    {
        [SplitsKey] = new JsonArray([.. (older[SplitsKey] as JsonObject ?? []).Select(split => Split(split.Key, Number(split.Value?["num_bytes"]), Number(split.Value?["num_examples"])))]),
        [DownloadKey] = Number(older[DownloadKey]),
        [SizeKey] = Number(older[SizeKey]),
    };

    /// <summary>Gets what is said from now on.</summary>
    /// <param name="earlier">What is said so far, or null; what is not known here is kept.</param>
    public JsonObject Merge(JsonObject? earlier)
    {
        JsonObject kept = config.ReplacesOthers || earlier is null ? [] : (JsonObject)earlier.DeepClone();
        List<JsonObject> all = [.. (kept[SplitsKey] as JsonArray ?? []).OfType<JsonObject>().Select(split => (JsonObject)split.DeepClone())];
        long download = Number(kept[DownloadKey]);
        long size = Number(kept[SizeKey]);
        foreach (PushedSplit split in splits)
        {
            if (all.Find(entry => entry["name"]?.ToString() == split.Name) is { } replaced)
            {
                all.Remove(replaced);
                size -= Number(replaced["num_bytes"]);
                download -= replacedBytes;
            }

            all.Add(Split(split.Name, split.NumBytes, split.NumExamples));
            download += split.FileBytes;
            size += split.NumBytes;
        }

        kept[FeaturesKey] = CardForm(config.Features);
        kept[SplitsKey] = new JsonArray([.. all]);
        kept[DownloadKey] = Math.Max(0, download);
        kept[SizeKey] = Math.Max(0, size);
        return kept;
    }

    /// <summary>Brings an entry of dataset_infos.json up to date.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="info">What <see cref="Merge"/> made.</param>
    public void WriteOlder(JsonObject entry, JsonObject info)
    {
        entry[FeaturesKey] = config.Features.ToJson();
        entry[SplitsKey] = new JsonObject(((JsonArray)info[SplitsKey]!).Select(split => KeyValuePair.Create(split!["name"]!.ToString(), (JsonNode?)split.DeepClone())));
        entry["download_checksums"] = null;
        entry[DownloadKey] = Number(info[DownloadKey]);
        entry[SizeKey] = Number(info[SizeKey]);
        entry["size_in_bytes"] = Number(info[DownloadKey]) + Number(info[SizeKey]);
    }

    private static JsonObject Split(string name, long bytes, long rows) => new() { ["name"] = name, ["num_bytes"] = bytes, ["num_examples"] = rows };

    /// <summary>The columns as a card says them, with its numbers and texts told apart.</summary>
    private static JsonNode? CardForm(Features features) =>
        YamlText.ToJson(YamlText.ReadMap(YamlText.Write(YamlText.Map((FeaturesKey, features.ToYaml()))))!)![FeaturesKey]?.DeepClone();

    private static JsonObject Stored(Features features) => Features.FromYaml(YamlText.FromJson(CardForm(features))).ToJson();

    private static long Number(JsonNode? node) => node is JsonScalar value && value.TryGetValue(out long number) ? number : 0;
}
