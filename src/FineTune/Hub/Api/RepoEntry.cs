using System.Text.Json.Nodes;
using FineTune.Hub;

namespace FineTune;

/// <summary>A file (<see cref="RepoFile"/>) or folder (<see cref="RepoFolder"/>) of a repository.</summary>
public abstract record RepoEntry
{
    private protected RepoEntry()
    {
    }

    /// <summary>Gets the path inside the repository, parts separated by <c>/</c>.</summary>
    public required string Path { get; init; }

    internal static RepoEntry? Read(JsonNode json) => (json.Text("type"), json.Text("path"), json.Text("oid")) switch
    {
        (_, null, _) or (_, _, null) => null,
        ("directory", { } path, { } oid) => new RepoFolder { Path = path, TreeId = oid },
        (_, { } path, { } oid) => new RepoFile
        {
            Path = path,
            BlobId = oid,
            Size = json.Whole("size") ?? 0,
            Lfs = BlobLfsInfo.Read(json.At("lfs")),
            XetHash = json.Text("xetHash"),
        },
    };
}
