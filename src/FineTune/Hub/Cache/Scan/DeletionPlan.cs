namespace FineTune.Hub;

/// <summary>Finds what goes with the revisions that are to be deleted: only what the scan has seen.</summary>
internal static class DeletionPlan
{
    public static DeleteCacheStrategy Of(HfCacheInfo cache, IReadOnlyList<string> revisions)
    {
        List<string> notFound = [];
        HashSet<CachedRevisionInfo> doomed = new(ReferenceEqualityComparer.Instance);
        HashSet<CachedRepoInfo> named = new(ReferenceEqualityComparer.Instance);
        foreach (string revision in revisions)
        {
            Choose(cache, revision, doomed, named, notFound);
        }

        List<string> repos = [];
        List<CachedRevisionInfo> snapshots = [];
        List<string> refs = [];
        Dictionary<string, long> freed = new(StringComparer.Ordinal);
        HashSet<string> blobs = new(StringComparer.Ordinal);
        foreach (CachedRepoInfo repo in cache.Repos)
        {
            CachedRevisionInfo[] going = [.. repo.Revisions.Where(doomed.Contains)];
            bool goesWhole = named.Contains(repo) || (going.Length > 0 && going.Length == repo.Revisions.Count);
            IEnumerable<CachedFileInfo> staying = repo.Revisions.Except(going).SelectMany(revision => revision.Files);
            HashSet<string> used = goesWhole ? [] : staying.Select(file => file.BlobPath).ToHashSet(StringComparer.Ordinal);
            foreach (CachedFileInfo file in going.SelectMany(revision => revision.Files).Where(file => !used.Contains(file.BlobPath)))
            {
                freed[file.BlobPath] = SharedStore.Holds(cache.CacheDir, file.BlobPath) ? 0 : file.SizeOnDisk;
                if (!goesWhole && file.BlobPath != file.FilePath)
                {
                    blobs.Add(file.BlobPath);
                }
            }

            if (goesWhole)
            {
                repos.Add(repo.RepoPath);
            }
            else
            {
                snapshots.AddRange(going);
                refs.AddRange(going.SelectMany(revision => revision.Refs).Select(name => Path.Combine(repo.RepoPath, "refs", name)));
            }
        }

        return new()
        {
            CacheDir = cache.CacheDir,
            ExpectedFreedSize = freed.Values.Sum(),
            Repos = repos,
            Snapshots = [.. snapshots.Select(revision => revision.SnapshotPath)],
            Refs = refs,
            Blobs = [.. blobs],
            NotFound = notFound,
        };
    }

    // A commit, model/org/name@commit or model/org/name.
    private static void Choose(HfCacheInfo cache, string name, HashSet<CachedRevisionInfo> doomed, HashSet<CachedRepoInfo> named, List<string> notFound)
    {
        int at = name.IndexOf('@', StringComparison.Ordinal);
        string commit = name[(at + 1)..];
        CachedRepoInfo[] repos = name.Contains('/', StringComparison.Ordinal)
            ? [.. cache.Repos.Where(repo => repo.CacheId == (at < 0 ? name : name[..at]))]
            : [.. cache.Repos.Where(repo => repo.Revisions.Any(revision => revision.CommitHash == commit))];
        if (repos.Length > 1)
        {
            Throw.AmbiguousRevision(commit, repos);
        }

        CachedRepoInfo? only = repos.SingleOrDefault();
        bool isWhole = only is not null && at < 0 && only.CacheId == name;
        CachedRevisionInfo[] found = only is null ? [] : [.. only.Revisions.Where(revision => isWhole || revision.CommitHash == commit)];
        if (isWhole)
        {
            named.Add(only!);
        }
        else if (found.Length == 0)
        {
            notFound.Add(name);
        }

        doomed.UnionWith(found);
    }
}
