using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FineTune.Hub;

/// <summary>
/// The cache folder that FineTune and the reference's Python client share: what either has downloaded, both find, and neither rewrites what is
/// right. This is its root; <see cref="RepoCache"/> is one repository's folder in it.
/// </summary>
/// <remarks>
/// <code>
/// CACHEDIR.TAG                            keeps backups out
/// .locks/{folder}/{etag}.lock             held while blobs/{etag} is written
/// models--org--name/                      also datasets--, spaces--; the name as the caller gave it
///     blobs/{etag}                        the bytes, named by their hash
///     refs/{revision}                     the commit a branch or tag stood at
///     snapshots/{commit}/{path}           a relative link to the blob, or the file itself where links cannot be made
///     .no_exist/{commit}/{path}           empty: known not to be there
///     trees/{commit}.json                 every file of that commit
/// </code>
/// </remarks>
internal sealed class HubCache
{
    private readonly ConcurrentDictionary<string, CommitTree> _trees = new();
    private readonly bool _disableLinks;
    private readonly bool _disableLinksWarning;

    public HubCache(string root, bool disableLinks = false, bool disableLinksWarning = false, ILogger? logger = null)
    {
        Root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        _disableLinks = disableLinks;
        _disableLinksWarning = disableLinksWarning;
        Logger = logger ?? NullLogger.Instance;
    }

    /// <summary>Gets the cache that a caller's wishes and the environment name.</summary>
    public static HubCache Of(HubOptions options, HubEnvironment environment) => new(
        string.IsNullOrEmpty(options.CacheDir) ? environment.HubCache : environment.Expand(options.CacheDir),
        environment.DisableSymlinks,
        environment.DisableSymlinksWarning,
        options.Logger);

    /// <summary>Gets the folder that holds the repositories' folders.</summary>
    public string Root { get; }

    /// <summary>Gets who is told about files of the cache that cannot be used.</summary>
    public ILogger Logger { get; }

    /// <summary>Gets whether snapshots are made of links. Writes to the folder to find out.</summary>
    public bool UsesLinks => !_disableLinks && LinkSupport.In(Root, _disableLinksWarning ? NullLogger.Instance : Logger);

    /// <summary>Gets the file lists that a folder keeps: a repository's of the cache, or one that files are downloaded into.</summary>
    public TreeStore TreesIn(string folder) => new(folder, _trees, Logger);

    /// <summary>Gets a repository's folder, whether it exists or not.</summary>
    public RepoCache Of(RepoId repo) => new(this, repo);

    /// <summary>
    /// Gets the repository that a name without owner (<c>imdb</c>) stands for now, by the folders there are: what only the Hub knows, but cannot be
    /// asked. The name itself where there is none, or more than one.
    /// </summary>
    public RepoId RenamedFrom(RepoId repo)
    {
        if (repo.Id.Contains('/', StringComparison.Ordinal) || Directory.Exists(Of(repo).Folder) || !Directory.Exists(Root))
        {
            return repo;
        }

        string[] folders = Directory.GetDirectories(Root, $"{repo.Kind}--*--{repo.Id}");
        return folders.Length == 1
            ? new(repo.Type, Path.GetFileName(folders[0])[(repo.Kind.Length + 2)..].Replace("--", "/", StringComparison.Ordinal))
            : repo;
    }

    /// <summary>Gets the file that is locked while a blob is written.</summary>
    public string LockPath(string folderName, string etag) => Path.Combine(Root, ".locks", folderName, etag + ".lock");
}
