using FineTune.Hub;

namespace FineTune;

/// <summary>
/// The Hub's own interface, under the names of the reference's <c>HfApi</c>: who one is, what repositories there are, what is in them.
/// Files are downloaded with <see cref="HfHub"/>.
/// </summary>
/// <remarks>Every method throws a <see cref="HubException"/> whose message says what the Hub refused and what to do.</remarks>
public sealed partial class HfApi
{
    private readonly HubHttp _http;

    /// <summary>Prepares requests; none is made yet.</summary>
    /// <param name="options">How the Hub is reached. Default: as the environment says.</param>
    public HfApi(HubOptions? options = null)
        : this(new HubHttp(options ?? new()))
    {
    }

    internal HfApi(HubHttp http)
    {
        _http = http;
    }

    /// <summary>Gets whose the token is. Asked once a token and process: the Hub answers this question only a few times an hour.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="LocalTokenNotFoundException">There is no token.</exception>
    public Task<WhoAmI> WhoAmIAsync(CancellationToken cancellationToken = default) => WhoAmICache.AskAsync(_http, cancellationToken);

    /// <summary>Makes sure that the caller may read (or write) a repository's files.</summary>
    /// <param name="repoId">The repository, <c>org/name</c>.</param>
    /// <param name="repoType">What it holds.</param>
    /// <param name="write">Whether the right to write is asked for.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RepositoryNotFoundException">It does not exist, or the caller may not see it.</exception>
    /// <exception cref="GatedRepoException">Access has to be asked for.</exception>
    public async Task AuthCheckAsync(
        string repoId, RepoType repoType = RepoType.Model, bool write = false, CancellationToken cancellationToken = default)
    {
        RepoId repo = new(repoType, repoId);
        string url = write ? HubPaths.Api(repo, "auth-check", "write") : HubPaths.Api(repo, "auth-check");
        using HttpResponseMessage response = await _http.SendAsync(HubRequest.Get(url) with { Repo = repo }, cancellationToken);
    }

    private string RevisionOr(string? revision)
    {
        string named = revision ?? _http.Options.Revision;
        HubNames.CheckRevision(named);
        return named;
    }
}
