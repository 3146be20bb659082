using FineTune.IO;
using FineTune.Terminal;
using Microsoft.Extensions.Logging;

namespace FineTune.Hub;

/// <summary>One repository's folder in the cache.</summary>
internal sealed class RepoCache
{
    private readonly HubCache _cache;

    public RepoCache(HubCache cache, RepoId repo)
    {
        _cache = cache;
        Repo = repo;
        FolderName = FolderNameOf(repo);
        Folder = Path.Combine(cache.Root, FolderName);
    }

    public RepoId Repo { get; }

    /// <summary>Gets the folder's name, such as <c>models--org--name</c>.</summary>
    public string FolderName { get; }

    public string Folder { get; }

    public string Blobs => Path.Combine(Folder, "blobs");

    /// <summary>Gets the folder whose <c>trees</c> hold file lists.</summary>
    public TreeStore Trees => _cache.TreesIn(Folder);

    /// <summary>The name of a repository's folder.</summary>
    public static string FolderNameOf(RepoId repo) => $"{repo.Kind}--{repo.Id.Replace("/", "--", StringComparison.Ordinal)}";

    /// <summary>Gets the path of a blob, whether it exists or not.</summary>
    /// <exception cref="InvalidDataException">The name is not a hash, so it is no name for a file.</exception>
    public string BlobPath(string etag) => Path.Combine(Blobs, Etag.IsValid(etag) ? etag : Throw.BadEtag(Repo, etag));

    public string LockPath(string etag) => _cache.LockPath(FolderName, etag);

    public string SnapshotFolder(string commit) => Path.Combine(Folder, "snapshots", HubNames.IsCommit(commit) ? commit : Throw.BadCommit(Repo, commit));

    /// <summary>Gets where a file of a commit is, whether it exists or not.</summary>
    /// <exception cref="ArgumentException">The name leads out of the snapshot's folder.</exception>
    public string PointerPath(string commit, string file) => Below(SnapshotFolder(commit), file);

    /// <summary>Gets the path of a file of a commit, or null when it is not in the cache.</summary>
    public string? FindFile(string commit, string file) => PointerPath(commit, file) is var path && LinkedFile.Exists(path) ? path : null;

    /// <summary>Gets whether a commit is known to have no such file.</summary>
    public bool IsKnownMissing(string commit, string file) => File.Exists(MissingPath(commit, file));

    /// <summary>Remembers that a commit has no such file.</summary>
    public void MarkMissing(string commit, string file)
    {
        string path = MissingPath(commit, file);
        TryWrite(path, () =>
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Open(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete).Dispose();
        });
    }

    /// <summary>Gets the commit a branch or tag was last seen at, or the commit itself when the revision is one; null when it is not known.</summary>
    public string? ReadRef(string revision)
    {
        if (HubNames.IsCommit(revision))
        {
            return revision;
        }

        string path = RefPath(revision);
        try
        {
            string text = File.Exists(path) ? File.ReadAllText(path).Trim() : string.Empty;
            if (text.Length == 0 || HubNames.IsCommit(text))
            {
                return text.Length == 0 ? null : text;
            }

            _cache.Logger.LogWarning(EventLog.Hub, "{Path} does not hold the name of a commit and is ignored.", path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _cache.Logger.LogWarning(EventLog.Hub, "{Path} cannot be read ({Reason}) and is ignored.", path, error.Message);
        }

        return null;
    }

    /// <summary>Remembers which commit a branch or tag stands at. A cache that cannot be written to is used all the same.</summary>
    public void WriteRef(string revision, string commit)
    {
        if (HubNames.IsCommit(revision) || ReadRef(revision) == commit)
        {
            return;
        }

        string path = RefPath(revision);
        TryWrite(path, () => WholeFile.WriteText(path, HubNames.IsCommit(commit) ? commit : Throw.BadCommit(Repo, commit)));
    }

    /// <summary>Makes a snapshot's file out of a blob that has just been written (and may be moved), or that was there before.</summary>
    public void Point(string pointerPath, string blobPath, bool isNewBlob)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(pointerPath)!);
        if (_cache.UsesLinks)
        {
            Link(pointerPath, Path.GetRelativePath(Path.GetDirectoryName(pointerPath)!, blobPath), isNewBlob);
        }
        else if (isNewBlob)
        {
            File.Move(blobPath, pointerPath, overwrite: true);
        }
        else
        {
            string copy = TemporaryName.Beside(blobPath, "incomplete");
            File.Copy(LinkedFile.Final(blobPath).FullName, copy);
            File.Move(copy, pointerPath, overwrite: true);
        }
    }

    private static void Link(string pointerPath, string target, bool isNewBlob)
    {
        try
        {
            File.CreateSymbolicLink(pointerPath, target);
        }
        catch (IOException) when (File.Exists(pointerPath))
        {
            bool isLink = new FileInfo(pointerPath).LinkTarget is not null;
            if (isLink ? LinkedFile.Exists(pointerPath) : !isNewBlob)
            {
                return;   // another process was faster, or the blob was renewed under a link that is right
            }

            // A link whose blob was gone, or a content (from before links could be made) that was fetched anew.
            File.Delete(pointerPath);
            File.CreateSymbolicLink(pointerPath, target);
        }
    }

    private string RefPath(string revision)
    {
        HubNames.CheckRevision(revision);
        return Below(Path.Combine(Folder, "refs"), revision);
    }

    private string MissingPath(string commit, string file) => Below(
        Path.Combine(Folder, ".no_exist", HubNames.IsCommit(commit) ? commit : Throw.BadCommit(Repo, commit)), file);

    private void TryWrite(string path, Action write)
    {
        try
        {
            write();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _cache.Logger.LogWarning(EventLog.Hub, "{Path} cannot be written ({Reason}); what it would say is asked of the Hub again next time.", path, error.Message);
        }
    }

    // Whatever a name went through before: a file of the cache lies below its folder.
    private string Below(string folder, string name)
    {
        HubNames.CheckFile(name);
        string path = Path.GetFullPath(Path.Combine(folder, Path.Combine(name.Split('/'))));
        return path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? path : Throw.NameLeadsOutside(Repo, name);
    }
}
