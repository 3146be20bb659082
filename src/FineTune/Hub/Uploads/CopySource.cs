namespace FineTune.Hub;

/// <summary>A copied file is one that is added: a large one's bytes are at the Hub already, a small one's are fetched.</summary>
internal static class CopySource
{
    public static async Task<UploadContent> BeginAsync(HubHttp http, CommitTarget target, CommitOperationCopy copy, CancellationToken cancellationToken)
    {
        string revision = copy.SrcRevision ?? target.Revision;
        IReadOnlyList<RepoEntry> entries =
            await new HfApi(http).GetPathsInfoAsync(target.Repo.Id, [copy.SrcPathInRepo], revision, target.Repo.Type, cancellationToken);
        if (entries.OfType<RepoFile>().FirstOrDefault() is { Lfs: { } large })
        {
            return new UploadedSource(large.Sha256, large.Size, []).Begin(copy.PathInRepo);
        }

        byte[] bytes = await RepoFiles.ReadAsync(http, target.Repo, revision, copy.SrcPathInRepo, cancellationToken)
            ?? throw Throw.NothingToCopy(target.Repo, revision, copy.SrcPathInRepo);
        return new BytesSource(bytes).Begin(copy.PathInRepo);
    }
}
