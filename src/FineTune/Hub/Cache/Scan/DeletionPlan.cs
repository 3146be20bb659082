namespace FineTune.Hub;

/// <summary>Finds what goes with the revisions that are to be deleted: only what the scan has seen.</summary>
internal sealed class DeletionPlan
{
    private readonly HfCacheInfo _cache;
    private readonly HashSet<CachedRevisionInfo> _doomed = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<CachedRepoInfo> _doomedRepos = new(ReferenceEqualityComparer.Instance);
    private readonly List<string> _notFound = [];
    private readonly List<string> _repos = [];
    private readonly List<string> _snapshots = [];
    private readonly List<string> _refs = [];
    private readonly HashSet<string> _blobs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _freed = new(StringComparer.Ordinal);

    private DeletionPlan(HfCacheInfo cache) => _cache = cache;

    /// <exception cref="ArgumentException">A commit is in two repositories, and the name does not say which is meant.</exception>
    public static DeleteCacheStrategy Of(HfCacheInfo cache, IReadOnlyList<string> names)
    {
        DeletionPlan plan = new(cache);
        foreach (string name in names)
        {
            plan.Choose(name);
        }

        foreach (CachedRepoInfo repo in cache.Repos)
        {
            CachedRevisionInfo[] going = [.. repo.Revisions.Where(plan._doomed.Contains)];
            if (plan._doomedRepos.Contains(repo) || (going.Length > 0 && going.Length == repo.Revisions.Count))
            {
                plan.TakeAll(repo);
            }
            else
            {
                plan.Take(repo, going);
            }
        }

        return plan.ToStrategy();
    }

    // A commit, model/org/name@commit or model/org/name.
    private void Choose(string name)
    {
        int at = name.IndexOf('@', StringComparison.Ordinal);
        string commit = name[(at + 1)..];
        CachedRepoInfo[] repos = name.Contains('/', StringComparison.Ordinal)
            ? [.. _cache.Repos.Where(repo => repo.CacheId == (at < 0 ? name : name[..at]))]
            : [.. _cache.Repos.Where(repo => repo.Revisions.Any(revision => revision.CommitHash == commit))];
        if (repos.Length > 1)
        {
            Throw.AmbiguousRevision(commit, repos);
        }

        if (repos is [var whole] && whole.CacheId == name)
        {
            _doomedRepos.Add(whole);
        }
        else if (repos is [var repo] && repo.Revisions.FirstOrDefault(revision => revision.CommitHash == commit) is { } revision)
        {
            _doomed.Add(revision);
        }
        else
        {
            _notFound.Add(name);
        }
    }

    private void TakeAll(CachedRepoInfo repo)
    {
        _repos.Add(repo.RepoPath);
        foreach (CachedFileInfo file in repo.Revisions.SelectMany(revision => revision.Files))
        {
            Free(file);
        }
    }

    private void Take(CachedRepoInfo repo, CachedRevisionInfo[] going)
    {
        HashSet<string> used = repo.Revisions.Except(going).SelectMany(revision => revision.Files).Select(file => file.BlobPath)
            .ToHashSet(StringComparer.Ordinal);
        foreach (CachedFileInfo file in going.SelectMany(revision => revision.Files).Where(file => !used.Contains(file.BlobPath)))
        {
            Free(file);
            if (file.BlobPath != file.FilePath)
            {
                _blobs.Add(file.BlobPath);   // others go with the snapshot's folder
            }
        }

        _snapshots.AddRange(going.Select(revision => revision.SnapshotPath));
        _refs.AddRange(going.SelectMany(revision => revision.Refs).Select(name => Path.Combine(repo.RepoPath, "refs", name)));
    }

    // What lies in the store that repositories share stays there.
    private void Free(CachedFileInfo file) => _freed[file.BlobPath] = SharedStore.Holds(_cache.CacheDir, file.BlobPath) ? 0 : file.SizeOnDisk;

    private DeleteCacheStrategy ToStrategy() => new()
    {
        CacheDir = _cache.CacheDir,
        ExpectedFreedSize = _freed.Values.Sum(),
        Repos = _repos,
        Snapshots = _snapshots,
        Refs = _refs,
        Blobs = [.. _blobs],
        NotFound = _notFound,
    };
}
