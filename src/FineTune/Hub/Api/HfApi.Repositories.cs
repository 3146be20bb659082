using System.Net;
using System.Text.Json.Nodes;
using FineTune.Hub;

namespace FineTune;

/// <content>Making, changing and deleting repositories.</content>
public sealed partial class HfApi
{
    private const string Conflicting = "another conflicting operation is in progress";
    private const int MaxConflicts = 5;

    /// <summary>Creates a repository. It begins with one commit, which holds <c>.gitattributes</c>.</summary>
    /// <param name="repoId">Its name, <c>org/name</c>; without an organization it becomes the token's user's.</param>
    /// <param name="private">Whether only the owner sees it. Default null: what the organization has set, else public. No effect on one that exists.</param>
    /// <param name="repoType">What it holds.</param>
    /// <param name="existOk">Whether it is fine if it exists and the token may write to it. Default false: then that is an error.</param>
    /// <param name="spaceSdk">What a space runs on (<c>gradio</c>, <c>docker</c>, <c>static</c>); needed for one, and only for one.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The repository's full name and address.</returns>
    /// <exception cref="ArgumentException">The name breaks the Hub's rules, or a space has no SDK.</exception>
    /// <exception cref="HubException">The token may not do it, the name is taken, or the Hub cannot be reached.</exception>
    public async Task<RepoUrl> CreateRepoAsync(
        string repoId,
        bool? @private = null,
        RepoType repoType = RepoType.Model,
        bool existOk = false,
        string? spaceSdk = null,
        CancellationToken cancellationToken = default)
    {
        RepoId repo = new(repoType, repoId);
        JsonObject body = CreationOf(repo, @private, spaceSdk);
        try
        {
            return await CreateAsync(repo, body, existOk, cancellationToken);
        }
        catch (HfHubHttpException refused) when (existOk && MayExist(refused))
        {
            return await ExistingAsync(repo, refused, needsWrite: true, cancellationToken);
        }
    }

    /// <summary>Makes sure that there is a repository, which may be written to or, for a pull request, read.</summary>
    internal async Task<RepoUrl> EnsureRepoAsync(string repoId, bool? @private, RepoType repoType, bool needsWrite, CancellationToken cancellationToken)
    {
        RepoId repo = new(repoType, repoId);
        try
        {
            return await CreateAsync(repo, CreationOf(repo, @private, spaceSdk: null), existOk: true, cancellationToken);
        }
        catch (HfHubHttpException refused) when (MayExist(refused))
        {
            return await ExistingAsync(repo, refused, needsWrite, cancellationToken);
        }
    }

    private static JsonObject CreationOf(RepoId repo, bool? @private, string? spaceSdk)
    {
        if ((repo.Type == RepoType.Space) != (spaceSdk is not null))
        {
            Throw.SpaceNeedsSdk(repo);
        }

        JsonObject body = RepoName.Of(repo);
        if (@private is { } isPrivate)
        {
            body["visibility"] = isPrivate ? "private" : "public";
        }

        if (spaceSdk is not null)
        {
            body["sdk"] = spaceSdk;
        }

        return body;
    }

    /// <summary>Deletes a repository with everything in it. It cannot be undone.</summary>
    /// <param name="repoId">Its name, <c>org/name</c>; without an organization, of the token's user.</param>
    /// <param name="repoType">What it holds.</param>
    /// <param name="missingOk">Whether it is fine if there is none. Default false.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="HubException">There is no such repository, the token may not do it, or the Hub cannot be reached.</exception>
    public async Task DeleteRepoAsync(
        string repoId, RepoType repoType = RepoType.Model, bool missingOk = false, CancellationToken cancellationToken = default)
    {
        RepoId repo = new(repoType, repoId);
        JsonObject body = RepoName.Of(repo);
        try
        {
            await SendAsync(HttpMethod.Delete, "/api/repos/delete", repo, body, cancellationToken, retry: missingOk);
        }
        catch (RepositoryNotFoundException) when (missingOk)
        {
            // What was to be reached is so.
        }
    }

    /// <summary>Changes who sees a repository and who may download from it.</summary>
    /// <param name="repoId">Its name.</param>
    /// <param name="private">Whether only the owner sees it. Default null: as it is.</param>
    /// <param name="gated">Whether access must be asked for: <c>auto</c> (granted at once), <c>manual</c> or <c>false</c>. Default null: as it is.</param>
    /// <param name="repoType">What it holds.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ArgumentException">Nothing is to be changed, or <paramref name="gated"/> is none of the three words.</exception>
    /// <exception cref="HubException">There is no such repository, the token may not do it, or the Hub cannot be reached.</exception>
    public async Task UpdateRepoSettingsAsync(
        string repoId, bool? @private = null, string? gated = null, RepoType repoType = RepoType.Model, CancellationToken cancellationToken = default)
    {
        RepoId repo = new(repoType, repoId);
        JsonObject body = [];
        if (@private is { } isPrivate)
        {
            body["visibility"] = isPrivate ? "private" : "public";
        }

        if (gated is not null)
        {
            body["gated"] = gated switch
            {
                "false" => JsonValue.Create(false),
                "auto" or "manual" => JsonValue.Create(gated),
                _ => Throw.UnknownGate(gated),
            };
        }

        if (body.Count == 0)
        {
            Throw.NoSettings();
        }

        await SendAsync(HttpMethod.Put, HubPaths.Api(repo, "settings"), repo, body, cancellationToken);
    }

    /// <summary>Gives a repository another name or owner. The old name leads to the new one from then on.</summary>
    /// <param name="fromId">Its name, <c>org/name</c>.</param>
    /// <param name="toId">Its new name, <c>org/name</c>.</param>
    /// <param name="repoType">What it holds.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ArgumentException">A name is not of the form <c>org/name</c>.</exception>
    /// <exception cref="HubException">There is no such repository, the new name is taken, the token may not do it, or the Hub cannot be reached.</exception>
    public async Task MoveRepoAsync(string fromId, string toId, RepoType repoType = RepoType.Model, CancellationToken cancellationToken = default)
    {
        RepoId from = new(repoType, fromId);
        RepoId to = new(repoType, toId);
        if (!from.Id.Contains('/', StringComparison.Ordinal) || !to.Id.Contains('/', StringComparison.Ordinal))
        {
            Throw.MoveNeedsFullNames(fromId, toId);
        }

        JsonObject body = new() { ["fromRepo"] = from.Id, ["toRepo"] = to.Id, ["type"] = from.Word };
        try
        {
            await SendAsync(HttpMethod.Post, "/api/repos/move", from, body, cancellationToken);
        }
        finally
        {
            RepoPins.Forget(_http.Endpoint, to);
        }
    }

    /// <summary>Where it is fine if there is one, a lost answer is no harm: the next one says that there is.</summary>
    private async Task<RepoUrl> CreateAsync(RepoId repo, JsonObject body, bool existOk, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                JsonNode? answer = await SendAsync(HttpMethod.Post, "/api/repos/create", repo, body, cancellationToken, retry: existOk);
                return RepoName.Read(_http, repo, answer?.Text("url")) ?? await OwnAsync(repo, cancellationToken);
            }
            catch (HfHubHttpException busy) when (attempt <= MaxConflicts && IsConflict(busy))
            {
                await _http.WaitAsync(TimeSpan.FromSeconds(attempt), cancellationToken);
            }
        }
    }

    /// <summary>Whether a repository that was not created may be there: it is said to be, or the token may not create repositories at all.</summary>
    private static bool MayExist(HfHubHttpException refused) => refused.StatusCode
        is HttpStatusCode.Conflict or HttpStatusCode.Unauthorized or HttpStatusCode.PaymentRequired or HttpStatusCode.Forbidden && !IsConflict(refused);

    private static bool IsConflict(HfHubHttpException refused) =>
        refused.StatusCode == HttpStatusCode.Conflict && refused.Message.Contains(Conflicting, StringComparison.Ordinal);

    /// <summary>A token that may not create repositories, or not there, may still be good for one that exists.</summary>
    private async Task<RepoUrl> ExistingAsync(RepoId repo, HfHubHttpException refused, bool needsWrite, CancellationToken cancellationToken)
    {
        RepoUrl url = await OwnAsync(repo, cancellationToken);
        if (refused.StatusCode == HttpStatusCode.Conflict)
        {
            return url;
        }

        try
        {
            await AuthCheckAsync(url.RepoId, repo.Type, needsWrite, cancellationToken);
            return url;
        }
        catch (RepositoryNotFoundException)
        {
            throw refused;
        }
    }

    /// <summary>Gets the full name of a repository that was named without an owner: the token's user.</summary>
    private async Task<RepoUrl> OwnAsync(RepoId repo, CancellationToken cancellationToken)
    {
        string id = repo.Id.Contains('/', StringComparison.Ordinal) ? repo.Id : $"{(await WhoAmIAsync(cancellationToken)).Name}/{repo.Id}";
        return new RepoUrl(_http.Endpoint + HubPaths.Page(new RepoId(repo.Type, id)), id, repo.Type);
    }

    /// <summary>Changes something. What the process knew of the repository's revisions no longer holds, even if the answer is lost.</summary>
    private async Task<JsonNode?> SendAsync(
        HttpMethod method, string url, RepoId repo, JsonObject? body, CancellationToken cancellationToken, string? revision = null, bool retry = false)
    {
        HubRequest request = new(method, url)
        {
            Content = body is null ? null : () => JsonBody.Of(body),
            FollowForeignRedirects = false,
            Retry = retry,
            Repo = repo,
            Revision = revision,
        };
        try
        {
            return await _http.SendJsonAsync(request, cancellationToken);
        }
        finally
        {
            RepoPins.Forget(_http.Endpoint, repo);
        }
    }
}
