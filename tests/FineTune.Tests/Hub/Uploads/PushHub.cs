using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FineTune.Hub;
using FineTune.Tests.Hub.Http;

namespace FineTune.Tests.Hub.Uploads;

/// <summary>A stand-in Hub with one repository to push to, as the tests of pushes look at it.</summary>
internal sealed class PushHub : IDisposable
{
    public const string Id = "alice/repo";

    private readonly BeforeEach _handler;

    public PushHub(params SeedFile[] files)
    {
        StandIn = new(root => root.Model(Id, files));
        _handler = new(this) { InnerHandler = new LoopbackOnlyHandler() };
    }

    public StandInHub StandIn { get; }

    public HttpMessageHandler Handler => _handler;

    /// <summary>What is done before a request is sent, by method and path.</summary>
    public Action<string>? Before { get; set; }

    /// <summary>Method and address of each request, signatures masked.</summary>
    public IReadOnlyList<string> Requests => [.. StandIn.Requests.Select(request => $"{request.Method} {request.Target}")];

    /// <summary>The titles of the commits, the oldest first, without the one that a repository begins with.</summary>
    public IReadOnlyList<string> Titles => [.. StandIn.HistoryOf(Id).Reverse().Skip(1)];

    public string Head => StandIn.HeadOf(Id);

    /// <summary>The lines of each commit that was sent, the header first.</summary>
    public IReadOnlyList<JsonNode[]> Commits => [.. StandIn.Requests.Where(request => request.Path.Contains("/commit/", StringComparison.Ordinal))
        .Select(request => request.Body!.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToArray())];

    /// <summary>What the last commit that was sent changes: <c>file a.txt</c>.</summary>
    public IEnumerable<string> Changes => Commits[^1].Skip(1).Select(line => $"{line.Text("key")} {line["value"].Text("path")}");

    public static byte[] Pattern(int size) => [.. Enumerable.Range(0, size).Select(i => (byte)(i * 7))];

    public static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    public string[] Asked(string pattern) => [.. Requests.Where(request => Regex.IsMatch(request, pattern))];

    /// <summary>The body of the last request whose address ends so.</summary>
    public JsonNode Body(string end) => JsonNode.Parse(StandIn.Requests.Last(request => request.Path.EndsWith(end, StringComparison.Ordinal)).Body!)!;

    public IReadOnlyDictionary<string, byte[]> Files(string revision = "main") => StandIn.Export(Id, revision);

    public string Text(string path, string revision = "main") => Encoding.UTF8.GetString(Files(revision)[path]);

    public HubHttp Http(HubOptions? options = null) => new(
        (options ?? new()) with { Endpoint = StandIn.Url, Token = Tokens.AliceWrite, Handler = Handler }, TestHub.Environment(), new InstantTime());

    public void Dispose()
    {
        _handler.Dispose();
        StandIn.Dispose();
    }

    private sealed class BeforeEach(PushHub hub) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            hub.Before?.Invoke($"{request.Method} {request.RequestUri!.AbsolutePath}");
            return base.SendAsync(request, cancellationToken);
        }
    }
}
