using System.Net;

namespace FineTune.Hub;

/// <summary>Turns the ways a request fails into exceptions that say what to do.</summary>
internal static class HubErrors
{
    public const string TraceHeader = "X-Amzn-Trace-Id";

    private const string WrongToken = "Invalid credentials";
    private const string Disabled = "Access to this resource is disabled";

    public static OfflineModeIsEnabledException Offline(HubRequest request, HubHttp http) => new(
        $"{About(request)} needs a request to {OriginOf(request, http)}, but " + (http.Environment.IsOffline
            ? $"{http.Environment.OfflineVariables} is set. Unset it"
            : "LocalFilesOnly is set. Leave it out")
        + (IsForeign(request, http) ? ", or download the file by other means and give its path." : ", or download the files first."));

    public static HubConnectionException NoAnswer(HubRequest request, HubHttp http, Exception cause)
    {
        string reason = cause.InnerException is { } inner && !cause.Message.Contains(inner.Message, StringComparison.Ordinal)
            ? $"{cause.Message} ({inner.Message})"
            : cause.Message;
        return new(
            $"{About(request)}: {OriginOf(request, http)} cannot be reached: {reason} " + (IsForeign(request, http)
                ? "Check the address, the network and the proxy (HTTPS_PROXY)."
                : "Check the network, the proxy (HTTPS_PROXY) and HF_ENDPOINT; to work with what is on disk, set HF_HUB_OFFLINE=1."), cause);
    }

    public static HubException NotTheHub(HubRequest request, HubHttp http, string why) => new(
        $"{About(request)}: the answer of {http.Endpoint} is not the Hub's ({why}). Something between (a proxy, a log-in page of the network) " +
        "answers in its place.");

    /// <summary>The exception for an answer of failure.</summary>
    public static async Task<HfHubHttpException> OfAsync(
        HttpResponseMessage response, HubRequest request, HubHttp http, CancellationToken cancellationToken)
    {
        HubAnswer answer = await HubAnswer.ReadAsync(response, http.Token?.Value, cancellationToken);
        if (!http.IsHubOrigin(answer.Uri))
        {
            return IsForeign(request, http) ? OfForeign(answer, request) : new(OfStorage(answer), answer.Status, answer.RequestId);
        }

        // What the token is for explains why it was refused. The question itself must not lead to a further one.
        WhoAmI? holder = answer is { Status: HttpStatusCode.Forbidden, WasAuthorized: true, Code: not "GatedRepo" } && request.Url != WhoAmICache.Url
            ? await WhoAmICache.TryAskAsync(http, cancellationToken)
            : null;
        return OfHub(answer, request, http, holder);
    }

    private static HfHubHttpException OfHub(HubAnswer answer, HubRequest request, HubHttp http, WhoAmI? holder)
    {
        (HttpStatusCode status, string? id) = (answer.Status, answer.RequestId);
        return answer switch
        {
            { Code: "RevisionNotFound" } => new RevisionNotFoundException(Say(answer, NoRevision(request)), status, id),
            { Code: "EntryNotFound" } => new EntryNotFoundException(Say(answer, NoEntry(request)), status, id) { Commit = answer.Commit },
            { Code: "GatedRepo" } => new GatedRepoException(Say(answer, Gated(answer, request, http)), status, id),
            { Status: HttpStatusCode.Unauthorized } when answer.Text.Contains(WrongToken, StringComparison.Ordinal) =>
                new(Say(answer, BadToken(http)), status, id),
            { Code: "RepoNotFound" } => new RepositoryNotFoundException(Say(answer, NoRepository(answer, request, http)), status, id),
            _ when answer.Text.StartsWith(Disabled, StringComparison.Ordinal) => new DisabledRepoException(
                Say(answer, $"{About(request)}: the Hub has disabled this repository. Its page says why: {PageOf(request, http)}"), status, id),
            { Status: HttpStatusCode.Unauthorized } when request.Repo is not null => new RepositoryNotFoundException(
                Say(answer, NoRepository(answer, request, http)), status, id),
            { Status: HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.RequestedRangeNotSatisfiable } =>
                new BadRequestException(Say(answer, $"{About(request)}: the Hub refused the request."), status, id),
            _ => new(Say(answer, Other(answer, request, http, holder)), status, id),
        };
    }

    private static string Other(HubAnswer answer, HubRequest request, HubHttp http, WhoAmI? holder) => answer.Status switch
    {
        HttpStatusCode.Unauthorized => $"{About(request)}: the Hub wants to know who asks. {LogIn(http)}",
        HttpStatusCode.Forbidden => $"{About(request)}: {Holder(http)}{Role(holder)} is not allowed to do this. A token needs the role " +
            $"\"write\" to write, and a fine-grained one names the repositories it is for: {http.Endpoint}/settings/tokens",
        HttpStatusCode.NotFound => $"{About(request)}: there is nothing at {HubText.Shown(answer.Uri)}.",
        HttpStatusCode.Conflict => $"{About(request)}: it exists already, or another change of it is going on.",
        HttpStatusCode.PreconditionFailed => $"{About(request)}: somebody else committed since. Start again from the present state.",
        HttpStatusCode.TooManyRequests => $"{About(request)}: too many requests. " + (http.Token is null
            ? "Wait, or log in: anonymous callers have a smaller quota."
            : "Wait before the next."),
        _ => $"{About(request)}: the Hub failed. Try again later" + (http.Endpoint == HubOrigins.DefaultEndpoint
            ? "; https://status.huggingface.co says whether it is known."
            : "."),
    };

    private static string OriginOf(HubRequest request, HubHttp http) =>
        !request.Url.StartsWith('/') && Uri.TryCreate(request.Url, UriKind.Absolute, out Uri? uri) ? HubOrigins.Of(uri) : http.Endpoint;

    private static bool IsForeign(HubRequest request, HubHttp http) =>
        request.IsOfCaller && Uri.TryCreate(request.Url, UriKind.Absolute, out Uri? uri) && !http.IsHubOrigin(uri);

    private static HfHubHttpException OfForeign(HubAnswer answer, HubRequest request)
    {
        string url = HubText.Shown(request.Url);
        return answer.Status switch
        {
            HttpStatusCode.NotFound or HttpStatusCode.Gone => new EntryNotFoundException(
                Say(answer, $"Couldn't find file at {url}. Check the address."), answer.Status, answer.RequestId),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new HfHubHttpException(
                Say(answer, $"{url} is not open to everybody, and no token, user or password is sent there. Download it by other means and give its path."),
                answer.Status,
                answer.RequestId),
            _ => new HfHubHttpException(Say(answer, $"{url}: its server did not give it. Check the address, or try again later."), answer.Status, answer.RequestId),
        };
    }

    private static string OfStorage(HubAnswer answer) => Say(
        answer, $"The storage at {HubOrigins.Of(answer.Uri)}, where the Hub keeps large files, refused the request.");

    private static string NoRepository(HubAnswer answer, HubRequest request, HubHttp http)
    {
        string what = request.Repo is { } repo
            ? $"There is no {repo} at {http.Endpoint}"
            : $"There is no repository at {HubText.Shown(answer.Uri)}";
        return $"{what}, or you have no access to it. Check the spelling. " + (answer.WasAuthorized
            ? $"If it is private, {Holder(http)} cannot see it."
            : $"If it is private: are you logged in? {LogIn(http)}");
    }

    private static string NoRevision(HubRequest request) =>
        $"There is no revision \"{request.Revision}\"{Of(request)}: it is not a branch name, tag name or commit id that exists there.";

    private static string NoEntry(HubRequest request) =>
        $"There is no file \"{request.File}\"{Of(request)}{(request.Revision is { } revision ? $" at revision \"{revision}\"" : string.Empty)}.";

    private static string Gated(HubAnswer answer, HubRequest request, HubHttp http) =>
        $"You are trying to access a gated repo. Ask for access to it at {PageOf(request, http)}" + (answer.WasAuthorized
            ? $"; {Holder(http)} has none."
            : $". {LogIn(http)}");

    private static string BadToken(HubHttp http) =>
        $"The token from {http.Token?.Source ?? "this computer"} is not valid (any more). Correct it or take it away: with a wrong token even public " +
        $"repositories are refused. Tokens are made at {http.Endpoint}/settings/tokens";

    private static string LogIn(HubHttp http) => http.Token is { } token
        ? $"The token from {token.Source} was not sent there."
        : "Log in with \"finetune login\", or set HF_TOKEN.";

    private static string Holder(HubHttp http) => http.Token is { } token ? $"the token from {token.Source}" : "a caller without a token";

    private static string Role(WhoAmI? holder) => holder is { Role: { } role } ? $" (of {holder.Name}, role \"{role}\")" : string.Empty;

    private static string About(HubRequest request) => request switch
    {
        { Repo: { } repo, File: { } file } => $"\"{file}\" of {repo}",
        { Repo: { } repo } => Capital(repo.ToString()),
        _ => $"{request.Method} {HubText.Shown(request.Url)}",
    };

    private static string Of(HubRequest request) => request.Repo is { } repo ? $" in {repo}" : string.Empty;

    private static string PageOf(HubRequest request, HubHttp http) => http.Endpoint + (request.Repo is { } repo ? HubPaths.Page(repo) : string.Empty);

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string Say(HubAnswer answer, string message) =>
        message + $" ({(int)answer.Status}{(answer.Text.Length > 0 ? ": " + answer.Text : string.Empty)}" +
        $"{(answer.RequestId is { } id ? $"; request {id}" : string.Empty)})";
}
