namespace FineTune;

/// <summary>One commit of a cached repository: the files of it that were downloaded.</summary>
public sealed record CachedRevisionInfo
{
    /// <summary>Gets the commit.</summary>
    public required string CommitHash { get; init; }

    /// <summary>Gets the folder of its files.</summary>
    public required string SnapshotPath { get; init; }

    /// <summary>Gets its files, by name.</summary>
    public required IReadOnlyList<CachedFileInfo> Files { get; init; }

    /// <summary>Gets the branches and tags that stood at this commit when they were last looked at. None: the revision is detached.</summary>
    public required IReadOnlyList<string> Refs { get; init; }

    /// <summary>Gets the size of its contents in bytes, each counted once.</summary>
    public required long SizeOnDisk { get; init; }

    /// <summary>Gets when a file was last added.</summary>
    public required DateTimeOffset LastModified { get; init; }

    /// <summary>Gets the number of files.</summary>
    public int NbFiles => Files.Count;
}
