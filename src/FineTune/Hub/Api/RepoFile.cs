namespace FineTune;

/// <summary>A file of a repository.</summary>
public sealed record RepoFile : RepoEntry
{
    /// <summary>Gets the size in bytes.</summary>
    public long Size { get; init; }

    /// <summary>Gets the hash git knows the file by: of its content, or of the pointer to it where it is large.</summary>
    public required string BlobId { get; init; }

    /// <summary>Gets where a large file's bytes are; null for a small one.</summary>
    public BlobLfsInfo? Lfs { get; init; }

    /// <summary>Gets the hash of the Hub's own store of pieces, which is not used here; null where there is none.</summary>
    public string? XetHash { get; init; }
}
