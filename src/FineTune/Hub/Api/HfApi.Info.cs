using System.Text.Json.Nodes;
using FineTune.Hub;

namespace FineTune;

/// <content>What a repository is, and whether it exists.</content>
public sealed partial class HfApi
{
    /// <summary>Describes a model.</summary>
    /// <param name="repoId">The model, <c>org/name</c>.</param>
    /// <param name="revision">The branch, tag or commit. Default null: the options', usually <c>main</c>.</param>
    /// <param name="filesMetadata">Whether the files' sizes and hashes are told too.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<RepoInfo> ModelInfoAsync(
        string repoId, string? revision = null, bool filesMetadata = false, CancellationToken cancellationToken = default) =>
        RepoInfoAsync(repoId, RepoType.Model, revision, filesMetadata, cancellationToken);

    /// <summary>Describes a data set.</summary>
    /// <param name="repoId">The data set, <c>org/name</c>.</param>
    /// <param name="revision">The branch, tag or commit. Default null: the options', usually <c>main</c>.</param>
    /// <param name="filesMetadata">Whether the files' sizes and hashes are told too.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<RepoInfo> DatasetInfoAsync(
        string repoId, string? revision = null, bool filesMetadata = false, CancellationToken cancellationToken = default) =>
        RepoInfoAsync(repoId, RepoType.Dataset, revision, filesMetadata, cancellationToken);

    /// <summary>Describes a repository.</summary>
    /// <param name="repoId">The repository, <c>org/name</c>.</param>
    /// <param name="repoType">What it holds.</param>
    /// <param name="revision">The branch, tag or commit. Default null: the options', usually <c>main</c>.</param>
    /// <param name="filesMetadata">Whether the files' sizes and hashes are told too.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<RepoInfo> RepoInfoAsync(
        string repoId,
        RepoType repoType = RepoType.Model,
        string? revision = null,
        bool filesMetadata = false,
        CancellationToken cancellationToken = default)
    {
        RepoId repo = new(repoType, repoId);
        string named = RevisionOr(revision);
        string url = HubPaths.Info(repo, named == "main" ? null : named) + (filesMetadata ? "?blobs=true" : string.Empty);
        HubRequest request = HubRequest.Get(url) with { Repo = repo, Revision = named };
        JsonNode? json = await _http.SendJsonAsync(request, cancellationToken);
        return RepoInfo.Read(json) ?? throw HubErrors.NotTheHub(request, _http, "it does not say the repository's id");
    }

    /// <summary>Whether a repository exists, as far as the caller may see.</summary>
    /// <param name="repoId">The repository, <c>org/name</c>.</param>
    /// <param name="repoType">What it holds.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<bool> RepoExistsAsync(string repoId, RepoType repoType = RepoType.Model, CancellationToken cancellationToken = default)
    {
        try
        {
            await RepoInfoAsync(repoId, repoType, "main", cancellationToken: cancellationToken);
            return true;
        }
        catch (HfHubHttpException e) when (e is GatedRepoException or RevisionNotFoundException)
        {
            return true;
        }
        catch (RepositoryNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Whether a repository has a branch, tag or commit.</summary>
    /// <param name="repoId">The repository, <c>org/name</c>.</param>
    /// <param name="revision">The branch, tag or commit.</param>
    /// <param name="repoType">What the repository holds.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<bool> RevisionExistsAsync(
        string repoId, string revision, RepoType repoType = RepoType.Model, CancellationToken cancellationToken = default)
    {
        try
        {
            await RepoInfoAsync(repoId, repoType, revision, cancellationToken: cancellationToken);
            return true;
        }
        catch (HfHubHttpException e) when (e is RevisionNotFoundException or RepositoryNotFoundException and not GatedRepoException)
        {
            return false;
        }
    }

    /// <summary>Whether a repository has a file.</summary>
    /// <param name="repoId">The repository, <c>org/name</c>.</param>
    /// <param name="filename">The file's path inside it.</param>
    /// <param name="revision">The branch, tag or commit. Default null: the options', usually <c>main</c>.</param>
    /// <param name="repoType">What the repository holds.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<bool> FileExistsAsync(
        string repoId,
        string filename,
        string? revision = null,
        RepoType repoType = RepoType.Model,
        CancellationToken cancellationToken = default)
    {
        HubNames.CheckFile(filename);
        HubRequest request = HubRequest.ForFile(HttpMethod.Head, new(repoType, repoId), RevisionOr(revision), filename);
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request with { FollowForeignRedirects = false }, cancellationToken);
            return true;
        }
        catch (HfHubHttpException e) when (
            e is EntryNotFoundException or RevisionNotFoundException or RepositoryNotFoundException and not GatedRepoException)
        {
            return false;
        }
    }
}
