using FineTune.Testing.Server;
using FineTune.Testing.Storage;

namespace FineTune.Testing.Routes;

/// <summary>Finds who answers a request.</summary>
internal sealed class Router(HubState state)
{
    private readonly LargeFiles _largeFiles = new(state);
    private readonly Resolve _resolve = new(state);
    private readonly RepositoryApi _repositoryApi = new(state);
    private readonly ManagementApi _management = new(state);
    private readonly BrowserLogin _login = new(state);

    public Answer Route(Exchange exchange) => exchange.Port switch
    {
        HubPort.Cdn => new Cdn(state, _largeFiles).Route(exchange),
        HubPort.Other => new ForeignHost(state).Route(exchange),
        _ => exchange.Segments switch
        {
            ["api", .. var rest] => Api(exchange, rest),
            ["oauth", var word] => _login.Route(exchange, word),
            [.., "info", "lfs", "objects", var word] => LargeFile(exchange, word),
            ["datasets", .. var rest] => File(exchange, RepositoryKind.Dataset, rest),
            ["spaces", .. var rest] => File(exchange, RepositoryKind.Space, rest),
            var rest => File(exchange, RepositoryKind.Model, rest),
        },
    };

    private Answer Api(Exchange exchange, string[] segments) => segments switch
    {
        ["whoami-v2"] => WhoAmI.Answer(exchange),
        ["agent-harnesses"] => Answer.Json(new System.Text.Json.Nodes.JsonObject { ["standardEnvVars"] = new System.Text.Json.Nodes.JsonArray(), ["harnesses"] = new System.Text.Json.Nodes.JsonObject() }),
        ["telemetry", ..] => new Answer(200),
        ["validate-yaml"] => CardMetadata.Validate(exchange.Json()),
        ["complete_multipart"] => _largeFiles.CompleteParts(exchange),
        ["repos", var word] => _management.Route(exchange, word),
        ["resolve-cache", var kind, var owner, var name, var commit, .. var path] when Kinds.FromPlural(kind) is { } known => _resolve.Cached(exchange, known, $"{owner}/{name}", commit, path),
        [var word, .. var rest] when Kinds.FromPlural(word) is { } kind => rest.Length == 0 ? _repositoryApi.List(exchange, kind) : OfRepository(exchange, kind, rest),
        _ => throw HubState.NoSuchPage(),
    };

    private Answer OfRepository(Exchange exchange, RepositoryKind kind, string[] segments)
    {
        bool isShort = segments.Length == 1 || (RepositoryApi.Words.Contains(segments[1]) && state.Repositories.Find(kind, $"{segments[0]}/{segments[1]}") is null);
        string id = isShort ? segments[0] : $"{segments[0]}/{segments[1]}";
        string[] rest = segments[(isShort ? 1 : 2)..];
        return state.Repositories.NewNameOf(kind, id) is { } name ? Moved(exchange, string.Join('/', ["/api", kind.Plural(), name, .. rest])) : _repositoryApi.Route(exchange, kind, id, rest);
    }

    private Answer File(Exchange exchange, RepositoryKind kind, string[] segments)
    {
        for (int length = 2; length > 0; length--)
        {
            if (segments.Length > length + 2 && segments[length] is "resolve" or "raw")
            {
                string id = string.Join('/', segments[..length]);
                return state.Repositories.NewNameOf(kind, id) is { } name
                    ? Moved(exchange, $"/{kind.Prefix()}{name}/{string.Join('/', segments[length..])}")
                    : _resolve.Route(exchange, kind, id, segments[(length + 1)..], isRaw: segments[length] == "raw");
            }
        }

        throw HubState.NoSuchPage();
    }

    private Answer LargeFile(Exchange exchange, string word)
    {
        string[] segments = exchange.Segments[..^4];
        RepositoryKind kind = segments.Length > 0 ? Kinds.FromPlural(segments[0]) ?? RepositoryKind.Model : RepositoryKind.Model;
        string id = string.Join('/', kind == RepositoryKind.Model ? segments : segments[1..]);
        if (!id.EndsWith(".git", StringComparison.Ordinal))
        {
            throw HubState.NoSuchPage();
        }

        id = id[..^4];
        return state.Repositories.NewNameOf(kind, id) is { } name ? Moved(exchange, $"/{kind.Prefix()}{name}.git/info/lfs/objects/{word}") : _largeFiles.Route(exchange, kind, id, word);
    }

    private static Answer Moved(Exchange exchange, string path) => Answer.Redirect(exchange.RawQuery.Length == 0 ? path : $"{path}?{exchange.RawQuery}");
}
