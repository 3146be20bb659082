namespace FineTune.Hub;

/// <summary>One request to the Hub, or to where the Hub sends us.</summary>
/// <param name="Method">The method.</param>
/// <param name="Url">The address, already escaped: absolute, or beginning with <c>/</c> below the endpoint.</param>
internal sealed record HubRequest(HttpMethod Method, string Url)
{
    /// <summary>Makes the body; called again for each attempt and each redirect that repeats it.</summary>
    public Func<HttpContent>? Content { get; init; }

    public string? Accept { get; init; }

    /// <summary>Further headers.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Whether the token goes along, to the Hub's own origins only. An upload to signed storage must say false.</summary>
    public bool Authorize { get; init; } = true;

    /// <summary>Whether the request may be sent again after a failure. Default: where it asks and changes nothing.</summary>
    public bool Retry { get; init; } = Method == HttpMethod.Get || Method == HttpMethod.Head;

    /// <summary>
    /// Whether redirects to other origins than the Hub's are followed. If not, such an answer is returned as it is: for the question
    /// about a large file it carries what there is to know, and the storage it points to knows nothing of it.
    /// </summary>
    public bool FollowForeignRedirects { get; init; } = true;

    /// <summary>
    /// How long connecting and waiting for the answer, sending any one piece of the body, and each read of the answer's body may take.
    /// Default null: the environment's (10 s) for questions, two minutes where the Hub has work to do.
    /// </summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether the caller named the address: unless it is the Hub's own, an error says nothing of the Hub.</summary>
    public bool IsOfCaller { get; init; }

    /// <summary>What the request is about, for messages.</summary>
    public RepoId? Repo { get; init; }

    /// <summary>The revision the request is about, for messages.</summary>
    public string? Revision { get; init; }

    /// <summary>The file the request is about, for messages.</summary>
    public string? File { get; init; }

    public static HubRequest Get(string url) => new(HttpMethod.Get, url);

    /// <summary>A question (HEAD) or request (GET) for a file.</summary>
    public static HubRequest ForFile(HttpMethod method, RepoId repo, string revision, string file) =>
        new(method, HubPaths.Resolve(repo, revision, file)) { Repo = repo, Revision = revision, File = file };
}
