namespace FineTune.Hub;

/// <summary>What a push asks of the branch it goes to.</summary>
internal static class RepoFiles
{
    private const int MaxReads = 3;

    /// <summary>Gets the commit the branch is at.</summary>
    public static async Task<string> HeadAsync(HubHttp http, CommitTarget target, CancellationToken cancellationToken) =>
        (await new HfApi(http).RepoInfoAsync(target.Repo.Id, target.Repo.Type, target.Revision, cancellationToken: cancellationToken)).Sha
        ?? throw Throw.CommitAnswer(target.Repo);

    /// <summary>Gets the paths of all files.</summary>
    public static Task<IReadOnlyList<string>> ListAsync(HubHttp http, CommitTarget target, CancellationToken cancellationToken) =>
        new HfApi(http).ListRepoFilesAsync(target.Repo.Id, target.Revision, target.Repo.Type, cancellationToken);

    /// <summary>Gets those of some paths that are there.</summary>
    public static async Task<HashSet<string>> PresentAsync(
        HubHttp http, CommitTarget target, IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        HashSet<string> present = new(StringComparer.Ordinal);
        foreach (string[] some in paths.Chunk(Preupload.MaxFiles))
        {
            IReadOnlyList<RepoEntry> entries =
                await new HfApi(http).GetPathsInfoAsync(target.Repo.Id, some, target.Revision, target.Repo.Type, cancellationToken);
            present.UnionWith(entries.Select(entry => entry.Path));
        }

        return present;
    }

    /// <summary>Gets a small file's bytes, or null if there is none. They go back into the repository, so they must be what is there.</summary>
    /// <exception cref="HubException">What arrives is never what the Hub says the file is.</exception>
    public static async Task<byte[]?> ReadAsync(HubHttp http, RepoId repo, string revision, string path, CancellationToken cancellationToken)
    {
        IReadOnlyList<RepoEntry> entries = await new HfApi(http).GetPathsInfoAsync(repo.Id, [path], revision, repo.Type, cancellationToken);
        if (entries.OfType<RepoFile>().FirstOrDefault() is not { } file)
        {
            return null;
        }

        for (int attempt = 1; attempt <= MaxReads; attempt++)
        {
            byte[] bytes = await http.SendBytesAsync(HubRequest.ForFile(HttpMethod.Get, repo, revision, path), cancellationToken);
            UploadContent content = new BytesSource(bytes).Begin(path);
            bool isWhole = file.Lfs is { } large
                ? await content.Sha256Async(progress: null, cancellationToken) == large.Sha256
                : await content.GitOidAsync(cancellationToken) == file.BlobId;
            if (isWhole)
            {
                return bytes;
            }
        }

        throw Throw.FileArrivesDamaged(repo, path);
    }
}
