namespace FineTune;

/// <summary>What the cache that FineTune shares with the reference's Python client holds: what <see cref="HfHub.ScanCacheDir"/> found.</summary>
public sealed record HfCacheInfo
{
    /// <summary>Gets the cache's folder.</summary>
    public required string CacheDir { get; init; }

    /// <summary>Gets the repositories, by folder.</summary>
    public required IReadOnlyList<CachedRepoInfo> Repos { get; init; }

    /// <summary>Gets downloads that were broken off (or go on now).</summary>
    public required IReadOnlyList<CachedIncompleteFileInfo> IncompleteFiles { get; init; }

    /// <summary>Gets what was found wrong, each with its path. The rest of the cache is reported all the same.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Gets the bytes all contents take up, each counted once however many repositories share it.</summary>
    public required long SizeOnDisk { get; init; }

    /// <summary>
    /// Plans to delete revisions and the contents that nothing else uses. Nothing is deleted before <see cref="DeleteCacheStrategy.Execute"/>.
    /// </summary>
    /// <param name="revisions">
    /// Commits; where two repositories have the same one (an old and a new name), <c>model/org/name@commit</c>. <c>model/org/name</c> alone is all
    /// of a repository.
    /// </param>
    /// <returns>The plan; names that are not in the cache are in its <see cref="DeleteCacheStrategy.NotFound"/>.</returns>
    /// <exception cref="ArgumentException">A commit that two repositories have: the message names them. The reference deletes either.</exception>
    public DeleteCacheStrategy DeleteRevisions(params IReadOnlyList<string> revisions) => Hub.DeletionPlan.Of(this, revisions);
}
