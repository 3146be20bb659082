namespace FineTune;

/// <summary>What deleting revisions will take away: made by <see cref="HfCacheInfo.DeleteRevisions"/>, to be looked at before it is carried out.</summary>
public sealed record DeleteCacheStrategy
{
    /// <summary>Gets the cache's folder; nothing outside is deleted.</summary>
    public required string CacheDir { get; init; }

    /// <summary>Gets how many bytes become free.</summary>
    public required long ExpectedFreedSize { get; init; }

    /// <summary>Gets the folders of repositories that go as a whole.</summary>
    public required IReadOnlyList<string> Repos { get; init; }

    /// <summary>Gets the folders of revisions that go from repositories that stay.</summary>
    public required IReadOnlyList<string> Snapshots { get; init; }

    /// <summary>Gets the files of branches and tags that stood at those revisions.</summary>
    public required IReadOnlyList<string> Refs { get; init; }

    /// <summary>Gets the contents that no other revision uses.</summary>
    public required IReadOnlyList<string> Blobs { get; init; }

    /// <summary>Gets the names that were asked for and are not in the cache.</summary>
    public required IReadOnlyList<string> NotFound { get; init; }

    /// <summary>Deletes. Snapshots go before the branches at them, and contents last, so that whatever is left is whole if this is broken off.</summary>
    /// <exception cref="IOException">A file cannot be deleted; the message names it.</exception>
    /// <exception cref="UnauthorizedAccessException">A file cannot be deleted; the message names it.</exception>
    public void Execute()
    {
        foreach (string repo in Repos.Select(Inside))
        {
            foreach (string part in (string[])["snapshots", "refs", "blobs", string.Empty])
            {
                DeleteFolder(Path.Combine(repo, part));
            }
        }

        foreach (string snapshot in Snapshots.Select(Inside))
        {
            DeleteFolder(snapshot);
        }

        foreach (string file in Refs.Concat(Blobs).Select(Inside))
        {
            File.Delete(file);
        }
    }

    private static void DeleteFolder(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);   // of a link, the link
        }
        catch (DirectoryNotFoundException)
        {
            // Somebody else was faster.
        }
    }

    private string Inside(string path) => Path.GetFullPath(path).StartsWith(CacheDir + Path.DirectorySeparatorChar, StringComparison.Ordinal)
        ? path
        : throw new InvalidOperationException($"Bug in FineTune: \"{path}\" is outside the cache {CacheDir} and is not deleted.");
}
