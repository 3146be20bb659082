using System.Text.Json.Nodes;

namespace FineTune.Hub;

/// <summary>A file of a commit, as the Hub lists it.</summary>
/// <param name="Path">The path in the repository, with <c>/</c>.</param>
/// <param name="Size">The size in bytes.</param>
/// <param name="BlobId">The git hash of what git stores: the content, or a large file's pointer.</param>
/// <param name="LfsSha256">A large file's hash; null for others.</param>
/// <param name="LfsSize">A large file's size; null for others.</param>
/// <param name="XetHash">Passed on to the reference's client, which has another store for large files; nothing is done with it here.</param>
internal sealed record TreeFile(string Path, long Size, string BlobId, string? LfsSha256 = null, long? LfsSize = null, string? XetHash = null)
{
    /// <summary>Gets the name of the file's content, which is what its ETag says.</summary>
    public string Etag => LfsSha256 ?? BlobId;

    /// <summary>Gets the size of the file's content, in bytes.</summary>
    public long ContentSize => LfsSize ?? Size;

    /// <exception cref="FormatException">A value is missing, or of another kind.</exception>
    public static TreeFile FromJson(string path, JsonNode? json) => new(
        path,
        json.Whole("size") ?? throw new FormatException($"\"{path}\" has no size."),
        json.Text("blob_id") ?? throw new FormatException($"\"{path}\" has no blob_id."),
        json.Text("lfs_sha256"),
        json.Whole("lfs_size"),
        json.Text("xet_hash"));

    /// <summary>Reads an entry of the Hub's listing; null when it is a folder.</summary>
    /// <exception cref="FormatException">A value is missing, or of another kind.</exception>
    public static TreeFile? FromListing(JsonNode entry)
    {
        string path = entry.Text("path") ?? throw new FormatException("An entry has no path.");
        return entry.Text("type") != "file" ? null : new(
            path,
            entry.Whole("size") ?? throw new FormatException($"\"{path}\" has no size."),
            entry.Text("oid") ?? throw new FormatException($"\"{path}\" has no oid."),
            entry.At("lfs").Text("oid"),
            entry.At("lfs").Whole("size"),
            entry.Text("xetHash"));
    }

    /// <summary>Reads the Hub's listing of all files. One of the root alone, as when a proxy drops a part of the address, is refused.</summary>
    /// <exception cref="FormatException">A value is missing, or of another kind, or a folder is listed without a file in it.</exception>
    public static IReadOnlyList<TreeFile> FromListing(IReadOnlyList<JsonNode> entries)
    {
        TreeFile[] files = [.. entries.Select(FromListing).OfType<TreeFile>()];
        HashSet<string> folders = new(files.Select(file => file.Path[..Math.Max(0, file.Path.LastIndexOf('/'))]), StringComparer.Ordinal);
        foreach (string folder in entries.Where(entry => entry.Text("type") == "directory").Select(entry => entry.Text("path")!))
        {
            if (!folders.Contains(folder) && !folders.Any(other => other.StartsWith(folder + "/", StringComparison.Ordinal)))
            {
                throw new FormatException($"It has the folder \"{folder}\", but no file in it.");
            }
        }

        return files;
    }

    public JsonObject ToJson()
    {
        JsonObject json = new() { ["size"] = Size, ["blob_id"] = BlobId };
        if (LfsSha256 is not null)
        {
            json["lfs_sha256"] = LfsSha256;
            json["lfs_size"] = LfsSize;
        }

        if (XetHash is not null)
        {
            json["xet_hash"] = XetHash;
        }

        return json;
    }
}
