using System.Net;
using System.Text.Json.Nodes;
using FineTune.Hub;

namespace FineTune;

/// <content>Branches and tags.</content>
public sealed partial class HfApi
{
    /// <summary>Creates a branch.</summary>
    /// <param name="repoId">The repository.</param>
    /// <param name="branch">The branch's name; <c>refs/...</c> is not one.</param>
    /// <param name="revision">The branch, tag or commit it begins at. Default null: the main branch.</param>
    /// <param name="repoType">What the repository holds.</param>
    /// <param name="existOk">Whether it is fine if there is one. Default false.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="HubException">There is such a branch, no such repository or revision, the token may not do it, or the Hub cannot be reached.</exception>
    public Task CreateBranchAsync(
        string repoId,
        string branch,
        string? revision = null,
        RepoType repoType = RepoType.Model,
        bool existOk = false,
        CancellationToken cancellationToken = default)
    {
        HubNames.CheckRevision(branch);
        RepoId repo = new(repoType, repoId);
        JsonObject body = revision is null ? [] : new() { ["startingPoint"] = revision };
        return CreateReferenceAsync(HubPaths.Api(repo, "branch", branch), repo, body, revision ?? branch, existOk, cancellationToken);
    }

    /// <summary>Deletes a branch.</summary>
    /// <param name="repoId">The repository.</param>
    /// <param name="branch">The branch's name; the main branch cannot be deleted.</param>
    /// <param name="repoType">What the repository holds.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="HubException">There is no such branch, the token may not do it, or the Hub cannot be reached.</exception>
    public Task DeleteBranchAsync(string repoId, string branch, RepoType repoType = RepoType.Model, CancellationToken cancellationToken = default)
    {
        HubNames.CheckRevision(branch);
        RepoId repo = new(repoType, repoId);
        return SendAsync(HttpMethod.Delete, HubPaths.Api(repo, "branch", branch), repo, body: null, cancellationToken, branch);
    }

    /// <summary>Gives a commit a name that stays with it.</summary>
    /// <param name="repoId">The repository.</param>
    /// <param name="tag">The tag's name.</param>
    /// <param name="tagMessage">What is said of it. Default null: nothing.</param>
    /// <param name="revision">The branch or commit it names. Default null: the options', usually <c>main</c>.</param>
    /// <param name="repoType">What the repository holds.</param>
    /// <param name="existOk">Whether it is fine if there is one. Default false.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="HubException">There is such a tag, no such repository or revision, the token may not do it, or the Hub cannot be reached.</exception>
    public Task CreateTagAsync(
        string repoId,
        string tag,
        string? tagMessage = null,
        string? revision = null,
        RepoType repoType = RepoType.Model,
        bool existOk = false,
        CancellationToken cancellationToken = default)
    {
        HubNames.CheckRevision(tag);
        RepoId repo = new(repoType, repoId);
        JsonObject body = new() { ["tag"] = tag };
        if (tagMessage is not null)
        {
            body["message"] = tagMessage;
        }

        string named = RevisionOr(revision);
        return CreateReferenceAsync(HubPaths.Api(repo, "tag", named), repo, body, named, existOk, cancellationToken);
    }

    /// <summary>Deletes a tag; the commit stays.</summary>
    /// <param name="repoId">The repository.</param>
    /// <param name="tag">The tag's name.</param>
    /// <param name="repoType">What the repository holds.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="HubException">There is no such tag, the token may not do it, or the Hub cannot be reached.</exception>
    public Task DeleteTagAsync(string repoId, string tag, RepoType repoType = RepoType.Model, CancellationToken cancellationToken = default)
    {
        HubNames.CheckRevision(tag);
        RepoId repo = new(repoType, repoId);
        return SendAsync(HttpMethod.Delete, HubPaths.Api(repo, "tag", tag), repo, body: null, cancellationToken, tag);
    }

    private async Task CreateReferenceAsync(string url, RepoId repo, JsonObject body, string revision, bool existOk, CancellationToken cancellationToken)
    {
        try
        {
            await SendAsync(HttpMethod.Post, url, repo, body, cancellationToken, revision, retry: existOk);
        }
        catch (HfHubHttpException exists) when (existOk && exists.StatusCode == HttpStatusCode.Conflict)
        {
            // What was to be reached is so.
        }
    }
}
