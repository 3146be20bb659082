using FineTune.Terminal;
using Microsoft.Extensions.Logging;

namespace FineTune;

/// <content>The cache.</content>
public static partial class HfHub
{
    /// <summary>Looks for a file in the cache. Makes no request.</summary>
    /// <param name="repoId">The repository, such as <c>org/name</c>.</param>
    /// <param name="filename">The file's path in the repository.</param>
    /// <param name="cacheDir">The cache's folder; null: HF_HUB_CACHE, else <c>hub</c> in HF_HOME.</param>
    /// <param name="revision">A commit, or a branch or tag: then the commit it was last seen at.</param>
    /// <param name="repoType">What the repository holds.</param>
    /// <returns>The path, or that it is known not to exist, or neither.</returns>
    /// <exception cref="ArgumentException">A name is none that the Hub knows.</exception>
    public static CacheLookup TryToLoadFromCache(
        string repoId, string filename, string? cacheDir = null, string revision = "main", RepoType repoType = RepoType.Model)
    {
        Hub.HubNames.CheckFile(filename);
        Hub.RepoCache folder = CacheAt(cacheDir, null).Of(new(repoType, repoId));
        return folder.ReadRef(revision) is not { } commit ? default
            : folder.FindFile(commit, filename) is { } path ? new(path, false)
            : new(null, folder.IsKnownMissing(commit, filename));
    }

    /// <summary>Lists what the cache holds. Reads only.</summary>
    /// <param name="cacheDir">The cache's folder; null: HF_HUB_CACHE, else <c>hub</c> in HF_HOME.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static HfCacheInfo ScanCacheDir(string? cacheDir = null) => Hub.CacheScan.Of(CacheAt(cacheDir, null).Root);

    /// <summary>
    /// Hashes the files of a cached revision (or of a folder that files were downloaded into) and compares them with the Hub's list of them.
    /// </summary>
    /// <param name="repoId">The repository, such as <c>org/name</c>.</param>
    /// <param name="options">The revision and the rest. Without a list in the cache and without the Hub, contents are compared with their own names.</param>
    /// <param name="cancellationToken">Stops between two reads.</param>
    /// <exception cref="LocalEntryNotFoundException">Nothing of the revision is in the cache.</exception>
    public static async Task<FolderVerification> VerifyCacheAsync(
        string repoId, HubDownloadOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new();
        Hub.RepoId repo = new(options.RepoType, repoId);
        using Hub.HubDownloader downloader = new(options);
        Hub.RepoCache cache = downloader.Cache.Of(repo);
        string? commit = cache.ReadRef(options.Revision);
        string? folder = commit is null ? null : options.LocalDir ?? cache.SnapshotFolder(commit);
        if (folder is null || !Directory.Exists(folder))
        {
            Throw.NothingToVerify(repo, options.Revision, cache.Folder);
        }

        Hub.CommitTree? tree = null;
        try
        {
            Hub.TreeStore trees = options.LocalDir is { } local ? downloader.Cache.TreesIn(Hub.LocalFolder.NotesOf(local)) : cache.Trees;
            tree = await downloader.ListFilesAsync(new(repo, options.Revision, commit!), trees, cancellationToken);
        }
        catch (HubException error)
        {
            downloader.Cache.Logger.LogWarning(EventLog.Hub, "Which files there should be is not known: {Reason}", error.Message);
        }

        return await Hub.CacheVerification.RunAsync(commit!, folder, tree, cancellationToken);
    }

    private static Hub.HubCache CacheAt(string? cacheDir, ILogger? logger) =>
        Hub.HubCache.Of(new() { CacheDir = cacheDir, Logger = logger }, Hub.HubEnvironment.Process);
}
