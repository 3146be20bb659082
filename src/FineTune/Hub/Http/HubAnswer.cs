using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FineTune.Hub;

/// <summary>What an answer of failure says: its status, the Hub's word for the error, and the text meant for people.</summary>
internal sealed class HubAnswer
{
    private const int MaxBody = 64 * 1024;
    private const int MaxText = 2000;

    private HubAnswer(HttpResponseMessage response, string body, string? secret)
    {
        Status = response.StatusCode;
        Code = Header(response, "X-Error-Code") ?? string.Empty;
        Commit = Header(response, "X-Repo-Commit");
        RequestId = Header(response, "X-Request-Id")
            ?? (response.RequestMessage!.Headers.NonValidated.TryGetValues(HubErrors.TraceHeader, out var trace) ? trace.ToString() : null);
        WasAuthorized = response.RequestMessage!.Headers.Authorization is not null;
        Uri = response.RequestMessage.RequestUri!;
        Text = Clean(string.Join(' ', Texts(Header(response, "X-Error-Message"), body).Distinct()), secret, Uri.Query);
    }

    public HttpStatusCode Status { get; }

    /// <summary>Gets the Hub's word for the error, such as <c>RevisionNotFound</c>, or "".</summary>
    public string Code { get; }

    /// <summary>Gets the commit the answer is about, if it says so.</summary>
    public string? Commit { get; }

    public string? RequestId { get; }

    /// <summary>Gets whether the request that was answered carried a token.</summary>
    public bool WasAuthorized { get; }

    /// <summary>Gets the address that answered.</summary>
    public Uri Uri { get; }

    /// <summary>Gets what the server says, on one line, or "".</summary>
    public string Text { get; }

    public static async Task<HubAnswer> ReadAsync(HttpResponseMessage response, string? secret, CancellationToken cancellationToken) =>
        new(response, await BodyAsync(response, cancellationToken), secret);

    // The body only adds words; one that cannot be read must not hide the error it belongs to.
    private static async Task<string> BodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            await using Stream body = await response.Content.ReadAsStreamAsync(cancellationToken);
            byte[] bytes = new byte[MaxBody];
            int count = await body.ReadAtLeastAsync(bytes, MaxBody, throwOnEndOfStream: false, cancellationToken);
            return System.Text.Encoding.UTF8.GetString(bytes, 0, count);
        }
        catch (Exception e) when (e is IOException or HttpRequestException or TimeoutException)
        {
            return string.Empty;
        }
    }

    private static IEnumerable<string> Texts(string? header, string body)
    {
        if (header is not null)
        {
            yield return header;
        }

        JsonNode? json = null;
        try
        {
            json = body.StartsWith('{') ? JsonNode.Parse(body, documentOptions: new() { AllowDuplicateProperties = false }) : null;
        }
        catch (JsonException)
        {
            // A page of a proxy, or a body that was cut.
        }

        foreach (JsonNode? text in (JsonNode?[])[json?["error"], json?["message"], .. Errors(json)])
        {
            if (text is JsonValue value && value.TryGetValue(out string? words))
            {
                yield return words;
            }
        }
    }

    private static IEnumerable<JsonNode?> Errors(JsonNode? json) =>
        (json?["errors"] as JsonArray ?? []).Select(error => error is JsonObject map ? map["message"] : error);

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    private static string Clean(string text, string? secret, string query)
    {
        string line = new([.. text.Select(c => char.IsControl(c) ? ' ' : c)]);
        string safe = secret is null ? line : line.Replace(secret, "***", StringComparison.Ordinal);
        safe = query.Length > 1 ? safe.Replace(query, "?***", StringComparison.Ordinal) : safe;
        return safe.Length > MaxText ? safe[..MaxText] + "..." : safe.Trim();
    }
}
