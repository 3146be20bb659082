namespace FineTune.Hub;

/// <summary>Downloads named files, all from one commit.</summary>
internal static class FilesDownload
{
    /// <returns>The folder they are in, at the places they have in the repository.</returns>
    public static async Task<string> RunAsync(string repoId, IReadOnlyList<string> files, HubDownloadOptions options, CancellationToken cancellationToken)
    {
        using HubDownloader downloader = new(options);
        PinnedRepo pin = await downloader.PinAsync(new RepoId(options.RepoType, repoId), cancellationToken: cancellationToken);
        string folder = string.Empty;
        foreach (string file in files)
        {
            folder = options.LocalDir is { } local
                ? await downloader.DownloadToFolderAsync(pin.File(file), local, cancellationToken)
                : await downloader.DownloadAsync(pin, file, cancellationToken);
            for (int depth = file.Split('/').Length; depth > 0; depth--)
            {
                folder = Path.GetDirectoryName(folder)!;
            }
        }

        return folder;
    }
}
