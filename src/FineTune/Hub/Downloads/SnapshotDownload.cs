using FineTune.Terminal;
using Microsoft.Extensions.Logging;

namespace FineTune.Hub;

/// <summary>Downloads the files of a commit, several at a time.</summary>
internal sealed class SnapshotDownload(HubDownloader downloader, SnapshotDownloadOptions options)
{
    private readonly RepoFilter _filter = new(options.AllowPatterns, options.IgnorePatterns);
    private readonly ILogger _logger = downloader.Cache.Logger;

    /// <summary>Gets the folder with the files.</summary>
    public async Task<string> RunAsync(RepoId repo, CancellationToken cancellationToken)
    {
        HubNames.CheckRevision(options.Revision);
        if (options.LocalDir is { } chosen)
        {
            DownloadFolder.Require(chosen);
        }

        if (downloader.Http.IsOffline)
        {
            return FromDisk(repo, new OfflineModeIsEnabledException("HF_HUB_OFFLINE is set, or LocalFilesOnly was given."));
        }

        PinnedRepo pin;
        CommitTree tree;
        try
        {
            (pin, tree) = await FindFilesAsync(repo, cancellationToken);
        }
        catch (HubException error) when (error is not RevisionNotFoundException)
        {
            return FromDisk(repo, error);
        }

        string[] wanted = [.. tree.Files.Select(file => file.Path).Where(_filter.Takes)];
        if (wanted.Length == 0 && tree.Files.Count > 0)
        {
            _logger.LogWarning(EventLog.Hub, "None of the {Count} files of {Repo} is wanted: look at AllowPatterns and IgnorePatterns.", tree.Files.Count, repo);
        }

        CheckNames(wanted, repo);
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = Math.Max(1, options.MaxWorkers), CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(wanted, parallel, async (file, token) => await downloader.BringAsync(pin.File(file), options.LocalDir, token));
        RepoCache folder = downloader.Cache.Of(repo);
        folder.WriteRef(options.Revision, pin.Commit);
        return options.LocalDir is { } local ? Path.GetFullPath(local) : folder.SnapshotFolder(pin.Commit);
    }

    private async Task<(PinnedRepo Pin, CommitTree Tree)> FindFilesAsync(RepoId repo, CancellationToken cancellationToken)
    {
        PinnedRepo pin = HubNames.IsCommit(options.Revision)
            ? new(repo, options.Revision, options.Revision)
            : await downloader.AskAsync(repo, options.Revision, cancellationToken);
        return (pin, await downloader.ListFilesAsync(pin, Trees(repo), cancellationToken));
    }

    private TreeStore Trees(RepoId repo) => options.LocalDir is { } local
        ? downloader.Cache.TreesIn(LocalFolder.NotesOf(local))
        : downloader.Cache.Of(repo).Trees;

    // What an earlier run has downloaded serves, if its list says that it is all there. Without a list nobody can tell.
    private string FromDisk(RepoId repo, HubException error)
    {
        HubFile all = new(repo, options.Revision, string.Empty);
        RepoCache cache = downloader.Cache.Of(repo);
        string? commit = options.ForceDownload ? null : cache.ReadRef(options.Revision);
        string? folder = options.LocalDir is { } local ? Path.GetFullPath(local) : commit is null ? null : cache.SnapshotFolder(commit);
        if (options.ForceDownload || folder is null || !Directory.Exists(folder) || !Directory.EnumerateFileSystemEntries(folder).Any())
        {
            throw downloader.FinalError(all, error);
        }

        string[] missing = commit is null ? [] :
        [
            .. (Trees(repo).Read(commit)?.Files ?? []).Select(file => file.Path).Where(_filter.Takes)
                .Where(path => !LinkedFile.Exists(Path.Combine(folder, Path.Combine(path.Split('/'))))),
        ];
        if (missing.Length > 0)
        {
            throw Throw.IncompleteSnapshot(all, missing, error);
        }

        _logger.LogWarning(EventLog.Hub, "{Folder} is taken as it is; the Hub was not asked or did not answer: {Reason}", folder, error.Message);
        return folder;
    }

    // A listing comes from elsewhere. And a disk that takes a.txt and A.txt for one would have one of them with the other's content.
    private void CheckNames(string[] wanted, RepoId repo)
    {
        foreach (string file in wanted)
        {
            HubNames.CheckFile(file);
        }

        string[][] alike =
        [
            .. wanted.GroupBy(file => file, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1).Select(group => group.ToArray()),
        ];
        string folder = options.LocalDir ?? downloader.Cache.Root;
        if (alike.Length > 0 && !CaseSensitivity.In(folder))
        {
            throw Throw.NamesDifferInCaseOnly(repo, alike[0], folder);
        }
    }
}
