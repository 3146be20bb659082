namespace FineTune.Hub;

/// <summary>Where a commit goes.</summary>
/// <param name="Repo">The repository.</param>
/// <param name="Revision">The branch, or a pull request's <c>refs/pr/1</c>.</param>
/// <param name="CreatePr">Whether a pull request is opened instead.</param>
internal sealed record CommitTarget(RepoId Repo, string Revision, bool CreatePr)
{
    /// <summary>A request to the part of the API that changes this revision.</summary>
    public HubRequest Post(string word) => new(HttpMethod.Post, HubPaths.Api(Repo, word, Revision) + (CreatePr ? "?create_pr=1" : string.Empty))
    {
        FollowForeignRedirects = false,
        Repo = Repo,
        Revision = Revision,
    };
}
