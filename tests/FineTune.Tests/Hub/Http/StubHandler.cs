using System.Net;

namespace FineTune.Tests.Hub.Http;

/// <summary>A Hub in memory: answers each request by a function, and remembers what was asked.</summary>
internal sealed class StubHandler(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
{
    public StubHandler(params Func<HttpRequestMessage, HttpResponseMessage>[] answers)
        : this(InTurn(answers))
    {
    }

    public List<Seen> Requests { get; } = [];

    public bool IsDisposed { get; private set; }

    public static HttpResponseMessage Answer(HttpStatusCode status, string body = "", params (string Name, string Value)[] headers)
    {
        HttpResponseMessage response = new(status) { Content = new StringContent(body) };
        foreach ((string name, string value) in headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }

    public static HttpResponseMessage Redirect(string location, HttpStatusCode status = HttpStatusCode.TemporaryRedirect) =>
        Answer(status, string.Empty, ("Location", location));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string body = request.Content is null ? string.Empty : await request.Content.ReadAsStringAsync(cancellationToken);
        Requests.Add(new(request.Method, request.RequestUri!.AbsoluteUri, request.Headers.Authorization?.ToString(), body, request.Headers.ToString()));
        cancellationToken.ThrowIfCancellationRequested();
        return answer(request);
    }

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }

    private static Func<HttpRequestMessage, HttpResponseMessage> InTurn(Func<HttpRequestMessage, HttpResponseMessage>[] answers)
    {
        int next = 0;
        return request => answers[Math.Min(next++, answers.Length - 1)](request);
    }

    /// <summary>What was asked.</summary>
    public sealed record Seen(HttpMethod Method, string Url, string? Authorization, string Body, string Headers);
}
