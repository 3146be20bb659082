using System.Text.Json.Nodes;
using FineTune.Hub;

namespace FineTune;

/// <content>Files, names of commits, and history.</content>
public sealed partial class HfApi
{
    /// <summary>Lists the files and folders of a repository.</summary>
    /// <param name="repoId">The repository, <c>org/name</c>.</param>
    /// <param name="pathInRepo">The folder to list. Default "", the root.</param>
    /// <param name="recursive">Whether folders' contents are listed too.</param>
    /// <param name="revision">The branch, tag or commit. Default null: the options', usually <c>main</c>.</param>
    /// <param name="repoType">What the repository holds.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<RepoEntry>> ListRepoTreeAsync(
        string repoId,
        string pathInRepo = "",
        bool recursive = false,
        string? revision = null,
        RepoType repoType = RepoType.Model,
        CancellationToken cancellationToken = default)
    {
        RepoId repo = new(repoType, repoId);
        string named = RevisionOr(revision);
        string folder = pathInRepo.Trim('/');
        if (folder.Length > 0)
        {
            HubNames.CheckFile(folder);
        }

        string url = HubPaths.Tree(repo, named, folder) + $"?recursive={(recursive ? "true" : "false")}&expand=false";
        HubRequest request = HubRequest.Get(url) with { Repo = repo, Revision = named, File = folder };
        return Entries(await _http.GetPagesAsync(request, cancellationToken));
    }

    /// <summary>Lists the paths of all files of a repository, sorted.</summary>
    /// <param name="repoId">The repository, <c>org/name</c>.</param>
    /// <param name="revision">The branch, tag or commit. Default null: the options', usually <c>main</c>.</param>
    /// <param name="repoType">What the repository holds.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<string>> ListRepoFilesAsync(
        string repoId, string? revision = null, RepoType repoType = RepoType.Model, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<RepoEntry> entries = await ListRepoTreeAsync(repoId, string.Empty, true, revision, repoType, cancellationToken);
        return [.. entries.OfType<RepoFile>().Select(file => file.Path).Order(CodePointOrder.Instance)];
    }

    /// <summary>Describes a few files or folders; those that do not exist are left out.</summary>
    /// <param name="repoId">The repository, <c>org/name</c>.</param>
    /// <param name="paths">Their paths inside it.</param>
    /// <param name="revision">The branch, tag or commit. Default null: the options', usually <c>main</c>.</param>
    /// <param name="repoType">What the repository holds.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<RepoEntry>> GetPathsInfoAsync(
        string repoId,
        IReadOnlyList<string> paths,
        string? revision = null,
        RepoType repoType = RepoType.Model,
        CancellationToken cancellationToken = default)
    {
        RepoId repo = new(repoType, repoId);
        string named = RevisionOr(revision);
        KeyValuePair<string, string>[] form = [.. paths.Select(path => KeyValuePair.Create("paths", path)), new("expand", "false")];
        HubRequest request = new(HttpMethod.Post, HubPaths.Api(repo, "paths-info", named))
        {
            Content = () => new FormUrlEncodedContent(form),
            Retry = true,
            Repo = repo,
            Revision = named,
        };
        return await _http.SendJsonAsync(request, cancellationToken) is JsonArray list
            ? Entries([.. list.OfType<JsonNode>()])
            : throw HubErrors.NotTheHub(request, _http, "a list was expected");
    }

    /// <summary>Lists the branches and tags of a repository.</summary>
    /// <param name="repoId">The repository, <c>org/name</c>.</param>
    /// <param name="repoType">What it holds.</param>
    /// <param name="includePullRequests">Whether pull requests are listed too.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<GitRefs> ListRepoRefsAsync(
        string repoId, RepoType repoType = RepoType.Model, bool includePullRequests = false, CancellationToken cancellationToken = default)
    {
        RepoId repo = new(repoType, repoId);
        string url = HubPaths.Api(repo, "refs") + (includePullRequests ? "?include_prs=1" : string.Empty);
        JsonNode? json = await _http.SendJsonAsync(HubRequest.Get(url) with { Repo = repo }, cancellationToken);
        return new() { Branches = Refs(json, "branches"), Tags = Refs(json, "tags"), PullRequests = Refs(json, "pullRequests") };
    }

    /// <summary>Lists the commits of a revision, the newest first.</summary>
    /// <param name="repoId">The repository, <c>org/name</c>.</param>
    /// <param name="revision">The branch, tag or commit. Default null: the options', usually <c>main</c>.</param>
    /// <param name="repoType">What the repository holds.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<GitCommitInfo>> ListRepoCommitsAsync(
        string repoId, string? revision = null, RepoType repoType = RepoType.Model, CancellationToken cancellationToken = default)
    {
        RepoId repo = new(repoType, repoId);
        string named = RevisionOr(revision);
        HubRequest request = HubRequest.Get(HubPaths.Api(repo, "commits", named)) with { Repo = repo, Revision = named };
        return [.. (await _http.GetPagesAsync(request, cancellationToken)).Select(Commit)];
    }

    private static IReadOnlyList<RepoEntry> Entries(IReadOnlyList<JsonNode> list) => [.. list.Select(RepoEntry.Read).OfType<RepoEntry>()];

    private static IReadOnlyList<GitRef> Refs(JsonNode? json, string key) =>
        [.. json.Items(key).Select(item => new GitRef(TextOf(item, "name"), TextOf(item, "ref"), TextOf(item, "targetCommit")))];

    private static string TextOf(JsonNode item, string key) => item.Text(key) ?? string.Empty;

    private static GitCommitInfo Commit(JsonNode json) => new()
    {
        CommitId = TextOf(json, "id"),
        Authors = [.. json.Items("authors").Select(author => author.Text("user")).OfType<string>()],
        CreatedAt = json.Time("date"),
        Title = TextOf(json, "title"),
        Message = TextOf(json, "message"),
    };
}
