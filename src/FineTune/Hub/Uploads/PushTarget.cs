namespace FineTune.Hub;

/// <summary>Prepares what a push goes to.</summary>
internal static class PushTarget
{
    /// <summary>Makes the repository and the branch if there are none.</summary>
    public static async Task<CommitTarget> PrepareAsync(
        HfApi api, RepoType type, string repoId, PushOptions options, CancellationToken cancellationToken)
    {
        Throw.IfSubfolder(options, "What is pushed goes to the repository's root; UploadFolderAsync has PathInRepo.");
        RepoUrl url = await api.EnsureRepoAsync(repoId, options.Private, type, needsWrite: !options.CreatePr, cancellationToken);
        CommitTarget target = new(new RepoId(type, url.RepoId), options.Revision, options.CreatePr);
        bool isBranch = target.Revision != "main" && !target.Revision.StartsWith("refs/", StringComparison.Ordinal);
        if (isBranch && !target.CreatePr)
        {
            await api.CreateBranchAsync(url.RepoId, target.Revision, repoType: type, existOk: true, cancellationToken: cancellationToken);
        }

        return target;
    }
}
