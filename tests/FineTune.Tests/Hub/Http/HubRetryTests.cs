using System.Net;
using System.Net.Sockets;
using FineTune.Hub;

namespace FineTune.Tests.Hub.Http;

/// <summary>What is tried again, and after how long.</summary>
public sealed class HubRetryTests
{
    private static readonly HubRequest Request = HubRequest.Get("/a");

    public static TheoryData<string> Failures => ["refused", "reset", "ended", "timeout"];

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task A_status_that_may_pass_is_tried_five_times_with_growing_waits(int status)
    {
        StubHandler handler = new(_ => StubHandler.Answer((HttpStatusCode)status));
        InstantTime time = new();
        using HubHttp http = TestHub.Client(handler, time: time);

        HfHubHttpException error = await Assert.ThrowsAsync<HfHubHttpException>(() => http.SendAsync(Request));

        Assert.Equal(status, (int)error.StatusCode);
        Assert.Equal(6, handler.Requests.Count);
        Assert.Equal(5, time.Waits.Count);
        Assert.All(time.Waits.Zip([1.0, 2, 4, 8, 8]), pair => Assert.InRange(pair.First.TotalSeconds, 0.8 * pair.Second, 1.2 * pair.Second));
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_broken_connection_is_tried_again(string failure)
    {
        StubHandler handler = new(_ => throw Failure(failure), _ => StubHandler.Answer(HttpStatusCode.OK));
        using HubHttp http = TestHub.Client(handler);

        using HttpResponseMessage response = await http.SendAsync(Request);

        Assert.Equal(2, handler.Requests.Count);
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_connection_that_stays_broken_is_said_with_what_to_check(string failure)
    {
        StubHandler handler = new(_ => throw Failure(failure));
        using HubHttp http = TestHub.Client(handler);

        HubConnectionException error = await Assert.ThrowsAsync<HubConnectionException>(() => http.SendAsync(Request));

        Assert.Contains("http://hub.test:8080 cannot be reached", error.Message, StringComparison.Ordinal);
        Assert.Equal(6, handler.Requests.Count);
    }

    [Theory]
    [InlineData("\"api\";r=0;t=55", "9", 56)]
    [InlineData("\"api\";r=12;t=55", "9", 10)]
    [InlineData("\"a\";r=0;t=3, \"b\";r=0;t=7, \"c\";r=1;t=90", null, 8)]
    [InlineData(null, "9", 10)]
    public async Task Too_many_requests_waits_as_long_as_the_hub_says(string? quota, string? retryAfter, int seconds)
    {
        HttpResponseMessage Refusal()
        {
            HttpResponseMessage response = StubHandler.Answer(HttpStatusCode.TooManyRequests);
            response.Headers.TryAddWithoutValidation("RateLimit", quota);
            response.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
            return response;
        }

        StubHandler handler = new(_ => Refusal(), _ => StubHandler.Answer(HttpStatusCode.OK));
        InstantTime time = new();
        using HubHttp http = TestHub.Client(handler, time: time);

        using HttpResponseMessage response = await http.SendAsync(Request);

        Assert.Equal([TimeSpan.FromSeconds(seconds)], time.Waits);
    }

    [Fact]
    public async Task A_wait_of_more_than_five_minutes_is_an_error()
    {
        StubHandler handler = new(
            _ => StubHandler.Answer(HttpStatusCode.TooManyRequests, string.Empty, ("Retry-After", "300")), _ => StubHandler.Answer(HttpStatusCode.OK));
        using HubHttp http = TestHub.Client(handler);

        HfHubHttpException error = await Assert.ThrowsAsync<HfHubHttpException>(() => http.SendAsync(Request));

        Assert.Single(handler.Requests);
        Assert.Contains("log in: anonymous callers have a smaller quota", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_changes_something_is_sent_once()
    {
        StubHandler handler = new(_ => StubHandler.Answer(HttpStatusCode.ServiceUnavailable));
        using HubHttp http = TestHub.Client(handler);

        await Assert.ThrowsAsync<HfHubHttpException>(() => http.SendAsync(new(HttpMethod.Post, "/a")));

        Assert.Single(handler.Requests);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(501)]
    public async Task A_status_that_stands_is_not_tried_again(int status)
    {
        StubHandler handler = new(_ => StubHandler.Answer((HttpStatusCode)status));
        using HubHttp http = TestHub.Client(handler);

        await Assert.ThrowsAnyAsync<HfHubHttpException>(() => http.SendAsync(Request));

        Assert.Single(handler.Requests);
    }

    [Fact]
    public async Task The_body_is_made_anew_for_each_attempt()
    {
        StubHandler handler = new(_ => StubHandler.Answer(HttpStatusCode.BadGateway), _ => StubHandler.Answer(HttpStatusCode.OK));
        using HubHttp http = TestHub.Client(handler);

        using HttpResponseMessage response = await http.SendAsync(
            new(HttpMethod.Post, "/a") { Content = () => new StringContent("body"), Retry = true });

        Assert.Equal(["body", "body"], handler.Requests.Select(request => request.Body));
    }

    [Fact]
    public async Task A_body_whose_file_is_gone_is_no_failure_of_the_connection()
    {
        StubHandler handler = new(_ => StubHandler.Answer(HttpStatusCode.OK));
        using HubHttp http = TestHub.Client(handler);

        await Assert.ThrowsAsync<FileNotFoundException>(() => http.SendAsync(
            new(HttpMethod.Put, "/a") { Content = () => throw new FileNotFoundException("gone"), Retry = true }));

        Assert.Empty(handler.Requests);
    }

    [Fact]
    public async Task A_wait_ends_at_once_when_the_caller_cancels()
    {
        using CancellationTokenSource source = new();
        StubHandler handler = new(_ => StubHandler.Answer(HttpStatusCode.TooManyRequests, string.Empty, ("Retry-After", "200")));
        using HubHttp http = TestHub.Client(handler, time: TimeProvider.System);

        Task<HttpResponseMessage> sending = http.SendAsync(Request, source.Token);
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    [Fact]
    public async Task An_answer_of_json_that_is_cut_short_is_asked_for_again()
    {
        StubHandler handler = new(
            _ => new(HttpStatusCode.OK) { Content = new StreamContent(new BrokenStream()) }, _ => StubHandler.Answer(HttpStatusCode.OK, "{\"a\": 1}"));
        using HubHttp http = TestHub.Client(handler);

        var json = await http.SendJsonAsync(Request);

        Assert.Equal(1, (int)json!["a"]!);
    }

    private static Exception Failure(string kind) => kind switch
    {
        "refused" => new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused"),
        "reset" => new HttpRequestException("sent", new IOException("read", new SocketException((int)SocketError.ConnectionReset))),
        "ended" => new HttpIOException(HttpRequestError.ResponseEnded),
        _ => new TimeoutException("too slow"),
    };

    private sealed class BrokenStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("reset");
    }
}
