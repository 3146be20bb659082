namespace FineTune;

/// <summary>One repository of the cache.</summary>
public sealed record CachedRepoInfo
{
    /// <summary>Gets the name it was asked for by, such as <c>org/name</c>.</summary>
    public required string RepoId { get; init; }

    /// <summary>Gets what it holds.</summary>
    public required RepoType RepoType { get; init; }

    /// <summary>Gets its folder.</summary>
    public required string RepoPath { get; init; }

    /// <summary>Gets its commits, by hash.</summary>
    public required IReadOnlyList<CachedRevisionInfo> Revisions { get; init; }

    /// <summary>Gets the size of its contents in bytes, each counted once.</summary>
    public required long SizeOnDisk { get; init; }

    /// <summary>Gets the number of different contents.</summary>
    public required int NbFiles { get; init; }

    /// <summary>Gets when a content was last read, as far as the disk keeps that.</summary>
    public required DateTimeOffset LastAccessed { get; init; }

    /// <summary>Gets when a content was last added.</summary>
    public required DateTimeOffset LastModified { get; init; }

    /// <summary>Gets the name that tells it from every other one: <c>model/org/name</c>.</summary>
    public string CacheId => $"{(RepoType is RepoType.Model ? "model" : RepoType is RepoType.Dataset ? "dataset" : "space")}/{RepoId}";

    /// <summary>Gets the commit of each branch and tag.</summary>
    public IReadOnlyDictionary<string, CachedRevisionInfo> Refs => Revisions
        .SelectMany(revision => revision.Refs.Select(name => (name, revision)))
        .ToDictionary(pair => pair.name, pair => pair.revision, StringComparer.Ordinal);
}
