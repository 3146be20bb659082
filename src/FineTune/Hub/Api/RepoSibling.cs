using System.Text.Json.Nodes;
using FineTune.Hub;

namespace FineTune;

/// <summary>A file in a repository's description.</summary>
public sealed record RepoSibling
{
    /// <summary>Gets the path inside the repository.</summary>
    public required string Rfilename { get; init; }

    /// <summary>Gets the size in bytes; null unless files' metadata were asked for.</summary>
    public long? Size { get; init; }

    /// <summary>Gets the hash git knows the file by; null unless files' metadata were asked for.</summary>
    public string? BlobId { get; init; }

    /// <summary>Gets where a large file's bytes are; null for a small one.</summary>
    public BlobLfsInfo? Lfs { get; init; }

    internal static RepoSibling? Read(JsonNode json) => json.Text("rfilename") is not { } name ? null : new()
    {
        Rfilename = name,
        Size = json.Whole("size"),
        BlobId = json.Text("blobId"),
        Lfs = BlobLfsInfo.Read(json.At("lfs")),
    };
}
