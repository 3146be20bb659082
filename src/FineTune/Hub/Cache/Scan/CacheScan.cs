using FineTune.IO;

namespace FineTune.Hub;

/// <summary>Reads what is in a cache. Something wrong in it is a warning with its path; the rest is reported all the same.</summary>
internal sealed class CacheScan
{
    private readonly List<string> _warnings = [];
    private readonly string _root;

    private CacheScan(string root) => _root = root;

    /// <summary>Scans a cache's folder.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static HfCacheInfo Of(string root)
    {
        string folder = Path.GetFullPath(root);
        return Directory.Exists(folder) ? new CacheScan(Path.TrimEndingDirectorySeparator(folder)).Run() : Throw.NoCache(folder);
    }

    private HfCacheInfo Run()
    {
        CachedRepoInfo[] repos = [.. Entries(_root).Where(IsRepo).Select(ScanRepo).OfType<CachedRepoInfo>()];
        CachedIncompleteFileInfo[] incomplete =
        [
            .. Entries(_root).OfType<DirectoryInfo>()
                .Select(folder => new DirectoryInfo(Path.Combine(folder.FullName, "blobs"))).Where(blobs => blobs.Exists)
                .SelectMany(blobs => blobs.EnumerateFiles("*.incomplete"))
                .Select(file => new CachedIncompleteFileInfo { FilePath = file.FullName, SizeOnDisk = file.Length }),
        ];
        return new()
        {
            CacheDir = _root,
            Repos = repos,
            IncompleteFiles = incomplete,
            Warnings = _warnings,
            SizeOnDisk = repos.SelectMany(repo => repo.Revisions).SelectMany(revision => revision.Files)
                .Select(file => LinkedFile.Final(file.BlobPath)).Concat(SharedStore.Contents(_root))
                .DistinctBy(file => file.FullName).Sum(file => file.Exists ? file.Length : 0),
        };
    }

    private bool IsRepo(FileSystemInfo entry) =>
        entry.Name != ".locks" && !CacheDirectoryTag.Is(entry.Name) && !IsMadeByTheSystem(entry.Name) && !SharedStore.Is(_root, entry.Name);

    private CachedRepoInfo? ScanRepo(FileSystemInfo entry)
    {
        (RepoType Type, string Id)? repo = IdOf(entry.Name);
        if (repo is null || entry is not DirectoryInfo)
        {
            _warnings.Add($"{entry.FullName} is not a repository's folder, such as models--org--name.");
            return null;
        }

        DirectoryInfo snapshots = new(Path.Combine(entry.FullName, "snapshots"));
        if (!snapshots.Exists)
        {
            _warnings.Add($"{snapshots.FullName} does not exist, so nothing of this repository can be used.");
            return null;
        }

        ILookup<string, string> refs = ReadRefs(entry.FullName).ToLookup(pair => pair.Commit, pair => pair.Name);
        CachedRevisionInfo[] revisions = [.. Entries(snapshots.FullName).Select(folder => ScanRevision(folder, refs)).OfType<CachedRevisionInfo>()];
        foreach (IGrouping<string, string> missing in refs.Where(commit => revisions.All(revision => revision.CommitHash != commit.Key)))
        {
            _warnings.Add($"{Path.Combine(entry.FullName, "refs", missing.First())} names commit {missing.Key}, of which nothing is there.");
        }

        CachedFileInfo[] contents = [.. revisions.SelectMany(revision => revision.Files).DistinctBy(file => file.BlobPath)];
        return new()
        {
            RepoId = repo.Value.Id,
            RepoType = repo.Value.Type,
            RepoPath = entry.FullName,
            Revisions = revisions,
            NbFiles = contents.Length,
            SizeOnDisk = contents.Sum(file => file.SizeOnDisk),
            LastAccessed = contents.Length > 0 ? contents.Max(file => file.BlobLastAccessed) : entry.LastAccessTimeUtc,
            LastModified = contents.Length > 0 ? contents.Max(file => file.BlobLastModified) : entry.LastWriteTimeUtc,
        };
    }

    private CachedRevisionInfo? ScanRevision(FileSystemInfo entry, ILookup<string, string> refs)
    {
        if (entry is not DirectoryInfo folder)
        {
            if (!IsMadeByTheSystem(entry.Name))
            {
                _warnings.Add($"{entry.FullName} is a file where a commit's folder was expected.");
            }

            return null;
        }

        CachedFileInfo[] files = [.. FilesBelow(folder).Select(file => ScanFile(folder, file)).OfType<CachedFileInfo>()];
        return new()
        {
            CommitHash = folder.Name,
            SnapshotPath = folder.FullName,
            Files = files,
            Refs = [.. refs[folder.Name].Order(StringComparer.Ordinal)],
            SizeOnDisk = files.DistinctBy(file => file.BlobPath).Sum(file => file.SizeOnDisk),
            LastModified = files.Length > 0 ? files.Max(file => file.BlobLastModified) : folder.LastWriteTimeUtc,
        };
    }

    private CachedFileInfo? ScanFile(DirectoryInfo snapshot, FileInfo file)
    {
        if (!LinkedFile.Exists(file.FullName))
        {
            _warnings.Add($"{file.FullName} is a link to {LinkedFile.NextStep(file.FullName)}, which is not there. Download the file again.");
            return null;
        }

        FileInfo content = LinkedFile.Final(file.FullName);
        return new()
        {
            FileName = Path.GetRelativePath(snapshot.FullName, file.FullName).Replace('\\', '/'),
            FilePath = file.FullName,
            BlobPath = LinkedFile.NextStep(file.FullName),
            SizeOnDisk = content.Length,
            BlobLastAccessed = content.LastAccessTimeUtc,
            BlobLastModified = content.LastWriteTimeUtc,
        };
    }

    private IEnumerable<(string Commit, string Name)> ReadRefs(string repo)
    {
        string folder = Path.Combine(repo, "refs");
        if (File.Exists(folder))
        {
            _warnings.Add($"{folder} is a file where a folder was expected.");
        }

        if (!Directory.Exists(folder))
        {
            yield break;
        }

        foreach (FileInfo file in FilesBelow(new(folder)).Where(file => !IsMadeByTheSystem(file.Name) && !TemporaryName.Is(file.Name)))
        {
            string text = File.ReadAllText(file.FullName).Trim();
            if (HubNames.IsCommit(text))
            {
                yield return (text, Path.GetRelativePath(folder, file.FullName).Replace('\\', '/'));
            }
            else
            {
                _warnings.Add($"{file.FullName} does not hold the name of a commit.");
            }
        }
    }

    private static (RepoType Type, string Id)? IdOf(string folderName)
    {
        string[] parts = folderName.Split("--", 2);
        RepoType? type = parts[0] switch
        {
            "models" => RepoType.Model,
            "datasets" => RepoType.Dataset,
            "spaces" => RepoType.Space,
            _ => null,
        };
        return type is { } known && parts.Length == 2 ? (known, parts[1].Replace("--", "/", StringComparison.Ordinal)) : null;
    }

    private static IEnumerable<FileSystemInfo> Entries(string folder) =>
        new DirectoryInfo(folder).EnumerateFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.Ordinal);

    // Folders that are links are not gone into: a ring of them would have no end.
    private static IEnumerable<FileInfo> FilesBelow(DirectoryInfo folder) => Entries(folder.FullName).SelectMany(entry => entry switch
    {
        FileInfo file => [file],
        DirectoryInfo { LinkTarget: null } inner => FilesBelow(inner),
        _ => Enumerable.Empty<FileInfo>(),
    });

    private static bool IsMadeByTheSystem(string name) => name is ".DS_Store" or "Thumbs.db" or "desktop.ini";
}
