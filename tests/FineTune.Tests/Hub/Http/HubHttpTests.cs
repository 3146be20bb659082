using System.Net;
using FineTune.Hub;
using Microsoft.Extensions.Logging;

namespace FineTune.Tests.Hub.Http;

/// <summary>What a request carries, how long it may take, and lists on several pages.</summary>
public sealed class HubHttpTests
{
    private static readonly HubRequest Request = HubRequest.Get("/a");

    [Fact]
    public async Task A_request_names_the_program_and_asks_for_the_bytes_as_they_are()
    {
        StubHandler handler = new(_ => StubHandler.Answer(HttpStatusCode.OK));
        using HubHttp http = TestHub.Client(
            handler, new() { UserAgent = ["file_type/model", "file_type/model"] }, TestHub.Environment(("HF_HUB_USER_AGENT_ORIGIN", "a;b/cé")));

        using HttpResponseMessage response = await http.SendAsync(Request);

        Assert.Matches(@"User-Agent: finetune/\d+\.\d+\.\d+; dotnet/\d+\.\d+\.\d+; session_id/[0-9a-f]{32}; file_type/model; origin/abc\r?\n", handler.Requests[0].Headers);
        Assert.Contains("Accept-Encoding: identity", handler.Requests[0].Headers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_telemetry_the_user_agent_says_program_and_versions_only()
    {
        StubHandler handler = new(_ => StubHandler.Answer(HttpStatusCode.OK));
        using HubHttp http = TestHub.Client(handler, new() { UserAgent = ["file_type/model"] }, TestHub.Environment(("DO_NOT_TRACK", "1")));

        using HttpResponseMessage response = await http.SendAsync(Request);

        Assert.Matches(@"User-Agent: finetune/[\d.]+; dotnet/[\d.]+\r?\n", handler.Requests[0].Headers);
    }

    [Fact]
    public async Task The_callers_handler_is_not_disposed()
    {
        StubHandler handler = new(_ => StubHandler.Answer(HttpStatusCode.OK));
        using (HubHttp http = TestHub.Client(handler))
        {
            using HttpResponseMessage response = await http.SendAsync(Request);
        }

        Assert.False(handler.IsDisposed);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_in_time_is_given_up()
    {
        using HubHttp http = new(new() { Handler = new SilentHandler() }, TestHub.Environment(), new InstantTime());

        HubConnectionException error = await Assert.ThrowsAsync<HubConnectionException>(
            () => http.SendAsync(Request with { Retry = false, Timeout = TimeSpan.FromMilliseconds(1) }));

        Assert.Contains("took longer than 0.001 s", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_stalls_is_given_up()
    {
        StubHandler handler = new(_ => new(HttpStatusCode.OK) { Content = new StreamContent(new StalledStream()) });
        using HubHttp http = TestHub.Client(handler);
        using HttpResponseMessage response = await http.SendAsync(Request with { Timeout = TimeSpan.FromMilliseconds(1) });
        using Stream body = await response.Content.ReadAsStreamAsync();

        await Assert.ThrowsAsync<TimeoutException>(async () => await body.CopyToAsync(Stream.Null));
    }

    [Fact]
    public async Task Pages_are_read_to_the_last()
    {
        StubHandler handler = new(
            _ => StubHandler.Answer(HttpStatusCode.OK, "[1, 2]", ("Link", "</x>; rel=\"prev\", </list?page=2>; rel=\"next\"")),
            _ => StubHandler.Answer(HttpStatusCode.OK, "[3]", ("Link", $"<{TestHub.Endpoint}/list?page=3>; rel=\"next\"")),
            _ => StubHandler.Answer(HttpStatusCode.OK, "[4]"));
        using HubHttp http = TestHub.Client(handler, new() { Token = TestHub.Token });

        var entries = await http.GetPagesAsync(HubRequest.Get("/list"));

        Assert.Equal([1, 2, 3, 4], entries.Select(entry => (int)entry));
        Assert.Equal(["/list", "/list?page=2", "/list?page=3"], handler.Requests.Select(request => request.Url[TestHub.Endpoint.Length..]));
    }

    [Theory]
    [InlineData("http://other.test/list")]
    [InlineData("http://hub.test:81/list")]
    public async Task A_next_page_at_another_host_is_refused(string next)
    {
        StubHandler handler = new(_ => StubHandler.Answer(HttpStatusCode.OK, "[]", ("Link", $"<{next}>; rel=\"next\"")));
        using HubHttp http = TestHub.Client(handler, new() { Token = TestHub.Token });

        HubException error = await Assert.ThrowsAsync<HubException>(() => http.GetPagesAsync(HubRequest.Get("/list")));

        Assert.Contains("another host", error.Message, StringComparison.Ordinal);
        Assert.Single(handler.Requests);
    }

    [Fact]
    public async Task Pages_that_go_round_in_a_circle_are_an_error()
    {
        StubHandler handler = new(_ => StubHandler.Answer(HttpStatusCode.OK, "[]", ("Link", "</list>; rel=\"next\"")));
        using HubHttp http = TestHub.Client(handler);

        HubException error = await Assert.ThrowsAsync<HubException>(() => http.GetPagesAsync(HubRequest.Get("/list")));

        Assert.Contains("circle", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_warning_of_the_hub_is_shown_once_a_topic()
    {
        string topic = Guid.NewGuid().ToString();
        StubHandler handler = new(_ => StubHandler.Answer(HttpStatusCode.OK, string.Empty, ("X-HF-Warning", $"{topic}; Be careful.")));
        Lines lines = new();
        using HubHttp http = TestHub.Client(handler, new() { Logger = lines });

        using HttpResponseMessage first = await http.SendAsync(Request);
        using HttpResponseMessage second = await http.SendAsync(Request);

        Assert.Equal(["The Hub says: Be careful."], lines.All);
    }

    [Fact]
    public async Task A_request_is_logged_as_a_curl_line_without_token_and_signature()
    {
        StubHandler handler = new(_ => StubHandler.Redirect("http://cdn.test/x?X-Amz-Signature=s3cret"), _ => StubHandler.Answer(HttpStatusCode.OK));
        Lines lines = new();
        using HubHttp http = TestHub.Client(handler, new() { Logger = lines, Token = TestHub.Token }, TestHub.Environment(("HF_DEBUG", "1")));

        using HttpResponseMessage response = await http.SendAsync(Request);

        Assert.StartsWith("curl -X GET -H 'User-Agent: finetune/", lines.All[0], StringComparison.Ordinal);
        Assert.Contains("-H 'Authorization: <TOKEN>'", lines.All[0], StringComparison.Ordinal);
        Assert.DoesNotContain(lines.All, line => line.Contains(TestHub.Token, StringComparison.Ordinal) || line.Contains("s3cret", StringComparison.Ordinal));
    }

    [Fact]
    public void An_endpoint_that_is_no_address_is_said()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new HubHttp(new() { Endpoint = "hub.test" }, TestHub.Environment()));

        Assert.Contains("\"hub.test\"", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_do_not_show_their_token()
    {
        HubOptions options = new() { Token = TestHub.Token };

        Assert.DoesNotContain(TestHub.Token, options.ToString(), StringComparison.Ordinal);
    }

    private sealed class SilentHandler : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return new();
        }
    }

    private sealed class StalledStream : MemoryStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }
    }

    private sealed class Lines : ILogger
    {
        public List<string> All { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            All.Add(formatter(state, exception));
    }
}
