namespace FineTune;

/// <summary>One file of a cached revision.</summary>
public sealed record CachedFileInfo
{
    /// <summary>Gets the file's path in the repository, parts separated by <c>/</c>.</summary>
    /// <remarks>The reference gives the last part alone.</remarks>
    public required string FileName { get; init; }

    /// <summary>Gets the path in the snapshot's folder.</summary>
    public required string FilePath { get; init; }

    /// <summary>Gets the path of the content in the repository's <c>blobs</c>; <see cref="FilePath"/> itself where links cannot be made.</summary>
    public required string BlobPath { get; init; }

    /// <summary>Gets the content's size in bytes.</summary>
    public required long SizeOnDisk { get; init; }

    /// <summary>Gets when the content was last read, as far as the disk keeps that.</summary>
    public required DateTimeOffset BlobLastAccessed { get; init; }

    /// <summary>Gets when the content was written.</summary>
    public required DateTimeOffset BlobLastModified { get; init; }
}
