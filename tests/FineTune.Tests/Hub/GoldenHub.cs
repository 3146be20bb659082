using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace FineTune.Tests.Hub;

/// <summary>
/// The repositories of <c>Goldens/hub/cache.json</c>, answered for without a socket. A test can step in before any answer
/// (<see cref="Before"/>) and sees every request (<see cref="Requests"/>).
/// </summary>
internal sealed class GoldenHub : HttpMessageHandler
{
    public const string Main = "bef44bf9875b15135653a26ec87bb293609c5bca";
    public const string Endpoint = "https://hub.test";
    public const string Storage = "https://storage.test";
    private static readonly JsonNode Golden = JsonNode.Parse(Testing.Golden.Text("hub", "cache.json"))!;

    /// <summary>Gets or sets what answers in the Hub's place; null from it: the Hub.</summary>
    public Func<HttpRequestMessage, HttpResponseMessage?>? Before { get; set; }

    /// <summary>Gets the requests so far, as <c>GET /path</c>; those to other hosts with the host.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    public static JsonObject Case(string name, string part) => Golden["cases"]![name]![part]!.AsObject();

    /// <summary>The bytes of a file of <c>org/tiny</c>.</summary>
    public static byte[] Bytes(string file) => Encoding.UTF8.GetBytes((string)Branch("models", "org/tiny", "main")!["files"]!.AsArray()
        .Single(entry => (string)entry!["path"]! == file)!["text"]!);

    public static HttpResponseMessage Error(HttpStatusCode status, string? code = null, string? commit = null)
    {
        HttpResponseMessage response = new(status) { Content = new StringContent($"{{\"error\":\"{code}\"}}") };
        Add(response, "X-Error-Code", code);
        Add(response, "X-Repo-Commit", commit);
        return response;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Uri uri = request.RequestUri!;
        string host = uri.GetLeftPart(UriPartial.Authority);
        Requests.Enqueue($"{request.Method} {(host == Endpoint ? string.Empty : host)}{uri.AbsolutePath}");
        HttpResponseMessage response = Before?.Invoke(request) ?? (host == Storage ? Stored(request) : host == Endpoint ? Answer(request) : throw new HttpRequestException($"no route to {host}"));
        response.RequestMessage = request;
        return Task.FromResult(response);
    }

    private static HttpResponseMessage Answer(HttpRequestMessage request)
    {
        string[] parts = request.RequestUri!.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts[0] == "api" ? Api(parts[1], $"{parts[2]}/{parts[3]}", [.. parts[4..].Select(Uri.UnescapeDataString)])
            : parts[0] == "datasets" ? Resolve(request, "datasets", $"{parts[1]}/{parts[2]}", [.. parts[4..].Select(Uri.UnescapeDataString)])
            : Resolve(request, "models", $"{parts[0]}/{parts[1]}", [.. parts[3..].Select(Uri.UnescapeDataString)]);
    }

    private static HttpResponseMessage Api(string kind, string id, string[] rest) => Branch(kind, id, rest.ElementAtOrDefault(1) ?? "main") is not { } branch
        ? Error(HttpStatusCode.NotFound, Repo(kind, id) is null ? "RepoNotFound" : "RevisionNotFound")
        : Json(rest.FirstOrDefault() == "tree"
            ? new JsonArray([.. branch["files"]!.AsArray().Select(file => Listed(file!)), new JsonObject { ["type"] = "directory", ["path"] = "nested", ["oid"] = "0" }])
            : new JsonObject { ["id"] = id, ["sha"] = (string)branch["commit"]! });

    private static JsonObject Listed(JsonNode file)
    {
        JsonObject entry = new() { ["type"] = "file", ["path"] = (string)file["path"]!, ["size"] = (long)file["size"]!, ["oid"] = (string)file["oid"]! };
        if ((string?)file["sha256"] is { } sha256)
        {
            entry["lfs"] = new JsonObject { ["oid"] = sha256, ["size"] = (long)file["size"]!, ["pointerSize"] = 130 };
        }

        return entry;
    }

    private static HttpResponseMessage Resolve(HttpRequestMessage request, string kind, string id, string[] rest)
    {
        if (Branch(kind, id, rest[0]) is not { } branch)
        {
            return Error(HttpStatusCode.NotFound, Repo(kind, id) is null ? "RepoNotFound" : "RevisionNotFound");
        }

        string commit = (string)branch["commit"]!;
        string path = string.Join('/', rest[1..]);
        if (branch["files"]!.AsArray().SingleOrDefault(entry => (string)entry!["path"]! == path) is not { } file)
        {
            return Error(HttpStatusCode.NotFound, "EntryNotFound", commit);
        }

        string etag = (string?)file["sha256"] ?? (string)file["oid"]!;
        HttpResponseMessage response;
        if (file["sha256"] is not null)
        {
            response = new(HttpStatusCode.Found) { Content = new StringContent("Found") };
            response.Headers.Location = new($"{Storage}/{Uri.EscapeDataString(path)}?signature=1");
            Add(response, "X-Linked-ETag", $"\"{etag}\"");
            Add(response, "X-Linked-Size", ((long)file["size"]!).ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
        else
        {
            response = Content(request, Encoding.UTF8.GetBytes((string)file["text"]!));
            Add(response, "ETag", $"\"{etag}\"");
        }

        Add(response, "X-Repo-Commit", commit);
        return response;
    }

    private static HttpResponseMessage Stored(HttpRequestMessage request)
    {
        HttpResponseMessage response = Content(request, Bytes(Uri.UnescapeDataString(request.RequestUri!.AbsolutePath[1..])));
        Add(response, "ETag", "\"ffffffffffffffffffffffffffffffff\"");   // the storage's own, which is no hash of the file
        return response;
    }

    private static HttpResponseMessage Content(HttpRequestMessage request, byte[] bytes)
    {
        long from = request.Headers.Range?.Ranges.Single().From ?? 0;
        if (from > 0 && from >= bytes.Length)
        {
            return Error(HttpStatusCode.RequestedRangeNotSatisfiable);
        }

        HttpResponseMessage response = new(from > 0 ? HttpStatusCode.PartialContent : HttpStatusCode.OK) { Content = new ByteArrayContent(bytes[(int)from..]) };
        if (from > 0)
        {
            response.Content.Headers.ContentRange = new(from, bytes.Length - 1, bytes.Length);
        }

        return response;
    }

    private static HttpResponseMessage Json(JsonNode node) => new(HttpStatusCode.OK) { Content = new StringContent(node.ToJsonString()) };

    private static JsonNode? Repo(string kind, string id) => Golden["repositories"]!.AsArray().SingleOrDefault(repo => (string)repo!["kind"]! == kind && (string)repo["id"]! == id);

    private static JsonNode? Branch(string kind, string id, string revision) => Repo(kind, id)?["branches"]!.AsObject()
        .FirstOrDefault(branch => branch.Key == revision || (string)branch.Value!["commit"]! == revision).Value;

    private static void Add(HttpResponseMessage response, string name, string? value)
    {
        if (value is not null)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }
    }
}
