using System.Net;
using FineTune.Hub;

namespace FineTune.Tests.Hub.Http;

/// <summary>Where redirects lead, and who sees the token.</summary>
public sealed class HubRedirectTests
{
    private static readonly HubOptions WithToken = new() { Token = TestHub.Token };

    [Fact]
    public async Task A_redirect_of_the_hub_itself_is_followed_with_the_token()
    {
        StubHandler handler = new(_ => StubHandler.Redirect("/api/resolve-cache/x?y=1"), _ => StubHandler.Answer(HttpStatusCode.OK));
        using HubHttp http = TestHub.Client(handler, WithToken);

        using HttpResponseMessage response = await http.SendAsync(HubRequest.Get("/a"));

        Assert.Equal("http://hub.test:8080/api/resolve-cache/x?y=1", handler.Requests[1].Url);
        Assert.All(handler.Requests, request => Assert.Equal("Bearer hf_secret", request.Authorization));
    }

    [Theory]
    [InlineData("http://other.test/x")]
    [InlineData("http://hub.test:8081/x")]
    [InlineData("//other.test/x")]
    [InlineData("http://hub.test.evil.test:8080/x")]
    [InlineData("http://hub.test:8080@evil.test/x")]
    public async Task No_other_origin_sees_the_token(string location)
    {
        StubHandler handler = new(_ => StubHandler.Redirect(location, HttpStatusCode.Found), _ => StubHandler.Answer(HttpStatusCode.OK));
        using HubHttp http = TestHub.Client(handler, WithToken);

        using HttpResponseMessage response = await http.SendAsync(HubRequest.Get("/a"));

        Assert.Equal(2, handler.Requests.Count);
        Assert.Null(handler.Requests[1].Authorization);
        Assert.DoesNotContain(TestHub.Token, handler.Requests[1].Headers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_once_dropped_does_not_come_back()
    {
        StubHandler handler = new(
            _ => StubHandler.Redirect("http://other.test/x"), _ => StubHandler.Redirect(TestHub.Endpoint + "/b"), _ => StubHandler.Answer(HttpStatusCode.OK));
        using HubHttp http = TestHub.Client(handler, WithToken);

        using HttpResponseMessage response = await http.SendAsync(HubRequest.Get("/a"));

        Assert.Equal(TestHub.Endpoint + "/b", handler.Requests[2].Url);
        Assert.Null(handler.Requests[2].Authorization);
    }

    [Fact]
    public async Task The_public_hub_sees_the_token_of_a_mirror_that_sends_there()
    {
        StubHandler handler = new(_ => StubHandler.Redirect("https://huggingface.co/x"), _ => StubHandler.Answer(HttpStatusCode.OK));
        using HubHttp http = TestHub.Client(handler, WithToken);

        using HttpResponseMessage response = await http.SendAsync(HubRequest.Get("/a"));

        Assert.Equal("Bearer hf_secret", handler.Requests[1].Authorization);
    }

    [Fact]
    public async Task From_https_to_http_is_refused()
    {
        StubHandler handler = new(_ => StubHandler.Redirect("http://hub.test/x"));
        using HubHttp http = TestHub.Client(handler, WithToken with { Endpoint = "https://hub.test" });

        HubException error = await Assert.ThrowsAsync<HubException>(() => http.SendAsync(HubRequest.Get("/a")));

        Assert.Contains("from https to http", error.Message, StringComparison.Ordinal);
        Assert.Single(handler.Requests);
    }

    [Fact]
    public async Task A_foreign_redirect_is_handed_back_where_the_caller_wants_its_headers()
    {
        StubHandler handler = new(
            _ => StubHandler.Redirect("/new/name"),
            _ => StubHandler.Answer(HttpStatusCode.Found, string.Empty, ("Location", "http://cdn.test/x?Signature=1"), ("X-Linked-Size", "7")));
        using HubHttp http = TestHub.Client(handler);

        using HttpResponseMessage response = await http.SendAsync(new HubRequest(HttpMethod.Head, "/a") { FollowForeignRedirects = false });

        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        Assert.Equal("7", response.Headers.GetValues("X-Linked-Size").Single());
        Assert.Equal(2, handler.Requests.Count);
    }

    [Theory]
    [InlineData(HttpStatusCode.TemporaryRedirect, "POST", "body")]
    [InlineData(HttpStatusCode.PermanentRedirect, "POST", "body")]
    [InlineData(HttpStatusCode.Found, "GET", "")]
    [InlineData(HttpStatusCode.SeeOther, "GET", "")]
    public async Task A_posted_body_is_sent_again_where_the_redirect_keeps_the_method(HttpStatusCode status, string method, string body)
    {
        StubHandler handler = new(_ => StubHandler.Redirect("/b", status), _ => StubHandler.Answer(HttpStatusCode.OK));
        using HubHttp http = TestHub.Client(handler);

        using HttpResponseMessage response = await http.SendAsync(new(HttpMethod.Post, "/a") { Content = () => new StringContent("body") });

        Assert.Equal(method, handler.Requests[1].Method.Method);
        Assert.Equal(body, handler.Requests[1].Body);
    }

    [Fact]
    public async Task An_endless_chain_ends_after_twenty()
    {
        StubHandler handler = new(_ => StubHandler.Redirect("/a"));
        using HubHttp http = TestHub.Client(handler);

        HubException error = await Assert.ThrowsAsync<HubException>(() => http.SendAsync(HubRequest.Get("/a")));

        Assert.Contains("more than 20", error.Message, StringComparison.Ordinal);
        Assert.Equal(21, handler.Requests.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("file:///etc/passwd")]
    [InlineData("http://")]
    public async Task A_redirect_to_nowhere_is_said(string location)
    {
        StubHandler handler = new(_ => StubHandler.Redirect(location));
        using HubHttp http = TestHub.Client(handler);

        HubException error = await Assert.ThrowsAsync<HubException>(() => http.SendAsync(HubRequest.Get("/a")));

        Assert.Contains("leads nowhere", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_escaped_slash_stays_escaped()
    {
        StubHandler handler = new(_ => StubHandler.Answer(HttpStatusCode.OK));
        using HubHttp http = TestHub.Client(handler);
        RepoId repo = RepoId.Dataset("org/name");

        using HttpResponseMessage response = await http.SendAsync(HubRequest.ForFile(HttpMethod.Get, repo, "refs/pr/1", "a b/ü#?.json"));

        Assert.Equal("http://hub.test:8080/datasets/org/name/resolve/refs%2Fpr%2F1/a%20b/%C3%BC%23%3F.json", handler.Requests[0].Url);
    }

    [Fact]
    public void A_handler_that_follows_redirects_itself_is_refused()
    {
        HubOptions options = new() { Handler = new HttpClientHandler() };

        ArgumentException error = Assert.Throws<ArgumentException>(() => new HubHttp(options, TestHub.Environment()));

        Assert.Contains("AllowAutoRedirect = false", error.Message, StringComparison.Ordinal);
    }
}
