namespace FineTune.Hub;

/// <summary>Downloads named files below the options' <c>Subfolder</c>, all from one commit.</summary>
internal static class FilesDownload
{
    /// <returns>The folder they are in, at the places they have in the repository.</returns>
    public static async Task<string> RunAsync(string repoId, IReadOnlyList<string> files, HubDownloadOptions options, CancellationToken cancellationToken)
    {
        using HubDownloader downloader = new(options);
        PinnedRepo pin = await downloader.PinAsync(new RepoId(options.RepoType, repoId), cancellationToken: cancellationToken);
        string folder = string.Empty;
        foreach (string file in files.Select(options.PathOf))
        {
            folder = await downloader.BringAsync(pin.File(file), options.LocalDir, cancellationToken);
            for (int depth = file.Split('/').Length; depth > 0; depth--)
            {
                folder = Path.GetDirectoryName(folder)!;
            }
        }

        return folder;
    }
}
