using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FineTune.Testing.Accounts;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FineTune.Testing.Server;

/// <summary>A request as the routes see it.</summary>
internal sealed class Exchange
{
    private readonly HttpContext _context;
    private readonly CancellationToken _closing;

    /// <param name="closing">Ends with the hub.</param>
    public Exchange(HttpContext context, HubPort port, CancellationToken closing)
    {
        _context = context;
        _closing = closing;
        Port = port;
        (RawPath, RawQuery) = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?', 2) is [var path, var query] ? (path, query)
            : (context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget, "");
        Path = Uri.UnescapeDataString(RawPath);
        Segments = RawPath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        Query = ParsePairs(RawQuery);
        Caller = AccountBook.Find(Header("Authorization"));
    }

    public HubPort Port { get; }

    public string Method => _context.Request.Method;

    /// <summary>Gets the path as it was sent, escapes and all.</summary>
    public string RawPath { get; }

    public string RawQuery { get; }

    /// <summary>Gets the path without escapes.</summary>
    public string Path { get; }

    /// <summary>Gets the parts of <see cref="RawPath"/>, still escaped: a revision may hold <c>%2F</c>.</summary>
    public string[] Segments { get; }

    public IReadOnlyList<KeyValuePair<string, string>> Query { get; }

    /// <summary>Gets who asks: null without a header, <see cref="AccountBook.Nobody"/> with a token that is not known.</summary>
    public Account? Caller { get; }

    /// <summary>Gets the whole body, once it has been read.</summary>
    public byte[] Body { get; private set; } = [];

    /// <summary>Gets or sets whether the answer is to be the whole file whatever range was asked for.</summary>
    public bool IgnoresRange { get; set; }

    public CancellationToken Aborted => _context.RequestAborted;

    public HttpResponse Response => _context.Response;

    public IHeaderDictionary Headers => _context.Request.Headers;

    /// <summary>Gets what a fault's pattern is searched in.</summary>
    public string Shown => RawQuery.Length == 0 ? Path : $"{Path}?{Uri.UnescapeDataString(RawQuery)}";

    public string? Header(string name) => Headers[name] is [{ } value, ..] ? value : null;

    public string? QueryValue(string name) => Query.FirstOrDefault(pair => pair.Key == name).Value;

    public bool IsQueryTrue(string name) => QueryValue(name)?.ToLowerInvariant() is "1" or "true";

    public JsonObject Json()
    {
        try
        {
            return JsonNode.Parse(Body.Length == 0 ? "{}"u8 : Body) as JsonObject ?? [];
        }
        catch (JsonException)
        {
            throw new Rejection(400, "The body is not JSON");
        }
    }

    /// <summary>Gets the fields of a form.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Form() => ParsePairs(Encoding.UTF8.GetString(Body));

    public bool HasForm => Header("Content-Type")?.Contains("urlencoded", StringComparison.OrdinalIgnoreCase) == true;

    public async Task ReadBodyAsync()
    {
        using MemoryStream all = new();
        await _context.Request.Body.CopyToAsync(all, Aborted);
        Body = all.ToArray();
    }

    /// <summary>Reads some of the body and forgets it.</summary>
    public async Task ReadSomeAsync(long count)
    {
        byte[] buffer = new byte[65536];
        while (count > 0 && await _context.Request.Body.ReadAsync(buffer.AsMemory(0, (int)Math.Min(count, buffer.Length)), Aborted) is > 0 and var read)
        {
            count -= read;
        }
    }

    /// <summary>Waits for something, but no longer than the client stays and the hub runs.</summary>
    public async Task WaitAsync(Task task)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(Aborted, _closing);
        try
        {
            await task.WaitAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            throw new ConnectionGone();
        }
    }

    /// <summary>Ends the connection: in good order, or with a TCP reset.</summary>
    public async Task HangUpAsync(bool reset)
    {
        try
        {
            if (!reset)
            {
                // Kestrel's own end is a reset, which could overtake bytes the client has not read: first it must have seen the end and left.
                _context.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket.Shutdown(SocketShutdown.Send);
                await WaitAsync(Task.Delay(Timeout.Infinite, CancellationToken.None));
            }

            throw new ConnectionGone();
        }
        finally
        {
            _context.Abort();
        }
    }

    private static List<KeyValuePair<string, string>> ParsePairs(string text) =>
        [.. text.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).Select(pair => KeyValuePair.Create(Unescape(pair[0]), pair.Length > 1 ? Unescape(pair[1]) : ""))];

    private static string Unescape(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
