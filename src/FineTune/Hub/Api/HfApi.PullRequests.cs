using System.Globalization;
using System.Text.Json.Nodes;
using FineTune.Hub;

namespace FineTune;

/// <content>Pull requests.</content>
public sealed partial class HfApi
{
    /// <summary>Opens a pull request without changes; commits go to its <see cref="PullRequest.GitReference"/> as the revision.</summary>
    /// <remarks>To open one with its first commit, set <see cref="CommitOptions.CreatePr"/> instead.</remarks>
    /// <param name="repoId">The repository; reading it is enough.</param>
    /// <param name="title">The title, at least three characters.</param>
    /// <param name="description">What is said below it. Default null: nothing.</param>
    /// <param name="repoType">What the repository holds.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="HubException">There is no such repository, the token may not do it, or the Hub cannot be reached.</exception>
    public async Task<PullRequest> CreatePullRequestAsync(
        string repoId, string title, string? description = null, RepoType repoType = RepoType.Model, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(title);
        RepoId repo = new(repoType, repoId);
        JsonObject body = new() { ["title"] = title.Trim(), ["description"] = description?.Trim() ?? string.Empty, ["pullRequest"] = true };
        JsonNode? answer = await SendAsync(HttpMethod.Post, HubPaths.Api(repo, "discussions"), repo, body, cancellationToken);
        int number = (int)(answer?.Whole("num") ?? throw Throw.PullRequestAnswer(repo));
        return new PullRequest(number, title.Trim(), $"{_http.Endpoint}{HubPaths.Page(repo)}/discussions/{number}");
    }

    /// <summary>Merges a pull request into the main branch.</summary>
    /// <param name="repoId">The repository.</param>
    /// <param name="number">The pull request's number.</param>
    /// <param name="comment">What is said of it. Default null: nothing.</param>
    /// <param name="repoType">What the repository holds.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="HubException">There is no such pull request, the token may not do it, or the Hub cannot be reached.</exception>
    public Task MergePullRequestAsync(
        string repoId, int number, string? comment = null, RepoType repoType = RepoType.Model, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(number);
        RepoId repo = new(repoType, repoId);
        JsonObject body = comment is null ? [] : new() { ["comment"] = comment };
        string url = HubPaths.Api(repo, "discussions", number.ToString(CultureInfo.InvariantCulture), "merge");
        return SendAsync(HttpMethod.Post, url, repo, body, cancellationToken);
    }
}
