using System.Globalization;
using System.Text.Json.Nodes;

namespace FineTune.Hub;

/// <summary>What the Hub wants done with a large file: nothing if it has it, else to be sent as a whole or in parts, and perhaps asked about.</summary>
/// <param name="UploadUrl">Where the file, or the list of its parts, goes; null if there is nothing to send.</param>
/// <param name="ChunkSize">The size in bytes of each part but the last; null if the file goes as a whole.</param>
/// <param name="PartUrls">Where the parts go.</param>
/// <param name="VerifyUrl">Whom to ask whether it has arrived, or null.</param>
internal sealed record LfsObject(string? UploadUrl, long? ChunkSize, IReadOnlyList<string> PartUrls, string? VerifyUrl)
{
    public static JsonObject Request(IEnumerable<(string Oid, long Size)> objects, string? branch)
    {
        JsonObject request = new()
        {
            ["operation"] = "upload",
            ["transfers"] = new JsonArray("basic", "multipart"),
            ["objects"] = new JsonArray([.. objects.Select(pair => Name(pair.Oid, pair.Size))]),
            ["hash_algo"] = "sha256",
        };
        if (branch is not null)
        {
            request["ref"] = new JsonObject { ["name"] = branch };
        }

        return request;
    }

    public static JsonObject Name(string oid, long size) => new() { ["oid"] = oid, ["size"] = size };

    /// <summary>The list of parts that ends an upload in parts.</summary>
    public static JsonObject Parts(string oid, IEnumerable<string> etags) => new()
    {
        ["oid"] = oid,
        ["parts"] = new JsonArray([.. etags.Select((etag, i) => new JsonObject { ["partNumber"] = i + 1, ["etag"] = etag })]),
    };

    /// <summary>Takes one file's entry out of the answer to <see cref="Request"/>.</summary>
    /// <exception cref="HubException">The Hub refuses the file, or its answer makes no sense.</exception>
    public static LfsObject Read(JsonNode? answer, string file, string oid, long size)
    {
        JsonObject entry = (answer?["objects"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault(item => item.Text("oid") == oid)
            ?? throw Throw.LfsAnswer(file, "it does not mention it");
        if (entry["error"] is JsonObject error)
        {
            throw Throw.LfsRefused(file, $"{error.Text("message") ?? "no reason given"} (code {error.Whole("code")?.ToString(CultureInfo.InvariantCulture) ?? "unknown"}).");
        }

        JsonNode? upload = entry.At("actions").At("upload");
        string? verify = entry.At("actions").At("verify").Text("href");
        if (upload is null)
        {
            return new(null, null, [], verify);
        }

        string url = upload.Text("href") ?? throw Throw.LfsAnswer(file, "it does not say where to send it");
        return upload["header"] is JsonObject header && header.Text("chunk_size") is { } chunk
            ? new(url, ChunkSizeOf(file, chunk), PartUrlsOf(file, header, ChunkSizeOf(file, chunk), size), verify)
            : new(url, null, [], verify);
    }

    private static long ChunkSizeOf(string file, string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long size) && size > 0
            ? size
            : throw Throw.LfsAnswer(file, $"its parts are to have \"{text}\" bytes");

    private static string[] PartUrlsOf(string file, JsonObject header, long chunk, long size)
    {
        string[] urls = [.. header
            .Where(pair => pair.Key.All(char.IsAsciiDigit) && pair.Value is JsonValue)
            .OrderBy(pair => long.Parse(pair.Key, CultureInfo.InvariantCulture))
            .Select(pair => header.Text(pair.Key) ?? throw Throw.LfsAnswer(file, $"part {pair.Key} has no address"))];
        long expected = (size + chunk - 1) / chunk;
        return urls.Length == expected ? urls : throw Throw.LfsAnswer(file, $"it has {expected} parts, but {urls.Length} addresses were given");
    }
}
