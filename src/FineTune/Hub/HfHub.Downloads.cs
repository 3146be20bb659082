namespace FineTune;

/// <summary>
/// Files of the Hugging Face Hub on this computer: downloads, and the cache they are kept in, which is the one the reference's Python client uses.
/// For questions about repositories, and for everything that changes them, use <c>HfApi</c>.
/// </summary>
public static partial class HfHub
{
    /// <summary>Downloads a file of a repository, unless the cache has it already in the version that is wanted.</summary>
    /// <param name="repoId">The repository, such as <c>org/name</c>.</param>
    /// <param name="filename">The file's path in the repository, below the options' <c>Subfolder</c>.</param>
    /// <param name="options">The rest: revision, token, folders, ...</param>
    /// <param name="cancellationToken">Stops at once; what has arrived of a large file is gone on with next time.</param>
    /// <returns>The path of the file on this computer. Files of the cache must not be changed.</returns>
    /// <exception cref="ArgumentException">A name is none that the Hub knows.</exception>
    /// <exception cref="RepositoryNotFoundException">There is no such repository, or the caller may not see it.</exception>
    /// <exception cref="RevisionNotFoundException">The repository has no such revision.</exception>
    /// <exception cref="EntryNotFoundException">The repository has no such file.</exception>
    /// <exception cref="LocalEntryNotFoundException">The Hub cannot be reached, and the file is not in the cache.</exception>
    /// <exception cref="HubException">The Hub refuses, or what arrived was damaged twice.</exception>
    /// <remarks>
    /// Unlike the reference's, the content's hash is checked, a broken connection is gone on with, also by the next run, and a file that the Hub
    /// refuses (403) is not called a problem of the connection.
    /// </remarks>
    public static async Task<string> HfHubDownloadAsync(
        string repoId, string filename, HubDownloadOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new();
        Hub.RepoId repo = new(options.RepoType, repoId);
        using Hub.HubDownloader downloader = new(options);
        return await downloader.BringAsync(new(repo, options.Revision, options.PathOf(filename)), options.LocalDir, cancellationToken);
    }

    /// <summary>Downloads all files of a repository, or those that patterns choose, from one commit.</summary>
    /// <param name="repoId">The repository, such as <c>org/name</c>.</param>
    /// <param name="options">The rest: patterns, revision, token, folders, ...</param>
    /// <param name="cancellationToken">Stops at once; what has arrived is used next time.</param>
    /// <returns>The folder with the files. Where the Hub cannot be reached: that of an earlier run, if its list says that it is complete.</returns>
    /// <exception cref="LocalEntryNotFoundException">The Hub cannot be reached, and the cache has not got all files; the message names some.</exception>
    /// <exception cref="HubException">As <see cref="HfHubDownloadAsync"/>.</exception>
    /// <remarks>If everything is there, one request is made. Each file's hash is known from the repository's list, which saves a question a file.</remarks>
    public static async Task<string> SnapshotDownloadAsync(
        string repoId, SnapshotDownloadOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new();
        Throw.IfSubfolder(options, "AllowPatterns chooses files of a folder, such as \"folder/*\".");
        Hub.RepoId repo = new(options.RepoType, repoId);
        using Hub.HubDownloader downloader = new(options);
        return await new Hub.SnapshotDownload(downloader, options).RunAsync(repo, cancellationToken);
    }
}
