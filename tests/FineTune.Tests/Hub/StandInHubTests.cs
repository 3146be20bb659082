using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace FineTune.Tests.Hub;

/// <summary>The stand-in itself: that each fault is the one it says, and that nothing escapes the record.</summary>
public sealed class StandInHubTests : IDisposable
{
    private static readonly byte[] s_weights = [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i * 7))];
    private readonly StandInHub _hub = new(root => root.Model("org/name", ("config.json", "{\"a\": 1}"), ("model.safetensors", s_weights)));
    private readonly LoopbackOnlyHandler _handler = new();
    private readonly HttpClient _client;

    public StandInHubTests() => _client = new(_handler) { BaseAddress = new(_hub.Url) };

    public void Dispose()
    {
        _client.Dispose();
        _hub.Dispose();
    }

    [Fact]
    public async Task A_small_file_leads_through_a_relative_redirect_and_a_large_one_to_the_store()
    {
        using HttpResponseMessage small = await GetAsync("/org/name/resolve/main/config.json");
        using HttpResponseMessage large = await GetAsync("/org/name/resolve/main/model.safetensors");

        Assert.Equal((HttpStatusCode)307, small.StatusCode);
        Assert.StartsWith("/api/resolve-cache/models/org/name/", small.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Equal("{\"a\": 1}", await (await GetAsync(small.Headers.Location.OriginalString)).Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Found, large.StatusCode);
        Assert.Equal($"\"{Convert.ToHexStringLower(SHA256.HashData(s_weights))}\"", large.Headers.GetValues("X-Linked-ETag").Single());
        Assert.Equal(s_weights, await _client.GetByteArrayAsync(large.Headers.Location));
    }

    [Fact]
    public async Task A_signed_url_expires_and_refuses_a_token()
    {
        string url = await StoreUrlAsync();
        using HttpRequestMessage withToken = new(HttpMethod.Get, url) { Headers = { Authorization = new("Bearer", Tokens.AliceRead) } };

        using HttpResponseMessage refused = await _client.SendAsync(withToken);
        _hub.ExpireUrls();
        using HttpResponseMessage expired = await _client.GetAsync(url);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, expired.StatusCode);
        Assert.Contains("authorization header at Cdn", Assert.Single(_hub.Leaks), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bytes=100-199", 100, 100)]
    [InlineData("bytes=299990-", 299_990, 10)]
    [InlineData("bytes=-5", 299_995, 5)]
    public async Task A_range_is_answered_with_that_part(string range, int start, int length)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, await StoreUrlAsync()) { Headers = { Range = RangeHeaderValue.Parse(range) } };

        using HttpResponseMessage response = await _client.SendAsync(request);

        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        Assert.Equal(s_weights[start..(start + length)], await response.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_drop_comes_after_exactly_as_many_bytes_as_it_says(bool reset)
    {
        _hub.Fail("GET", "/objects/", Fault.Drop(after: 123_457, reset));

        byte[] received = await ReadUntilBrokenAsync(await StoreUrlAsync());

        Assert.True(reset ? received.Length <= 123_457 : received.Length == 123_457, $"{received.Length} bytes came");
        Assert.Equal(s_weights[..received.Length], received);
        Assert.Equal(123_457, _hub.Requests[^1].BytesSent);
    }

    [Fact]
    public async Task A_stall_holds_the_rest_back_until_it_is_released()
    {
        PlannedFault stall = _hub.Fail("GET", "/objects/", Fault.Stall(after: 1000));
        using HttpResponseMessage response = await _client.GetAsync(await StoreUrlAsync(), HttpCompletionOption.ResponseHeadersRead);
        Task<byte[]> body = response.Content.ReadAsByteArrayAsync();

        await stall.Reached;

        Assert.False(body.IsCompleted);
        stall.Release();
        Assert.Equal(s_weights, await body);
    }

    [Fact]
    public async Task A_hang_gives_no_answer_until_the_client_leaves()
    {
        PlannedFault hang = _hub.Fail("GET", "config.json", Fault.Hang());
        using CancellationTokenSource leaving = new();
        Task<HttpResponseMessage> asked = _client.GetAsync("/org/name/resolve/main/config.json", leaving.Token);

        await hang.Reached;
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        Assert.Null(_hub.Requests.Single().Status);
    }

    public static TheoryData<string> Silences => ["close", "reset", "lost answer"];

    [Theory]
    [MemberData(nameof(Silences))]
    public async Task A_connection_that_ends_gives_no_answer(string name)
    {
        _hub.Fail(null, "config.json", name switch { "close" => Fault.Close(), "reset" => Fault.Reset(), _ => Fault.LoseAnswer() }, times: -1);

        await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync("/org/name/resolve/main/config.json"));

        Assert.All(_hub.Requests, request => Assert.Null(request.Status));
    }

    [Fact]
    public async Task A_status_is_answered_as_often_as_planned_after_as_many_as_pass()
    {
        _hub.Fail("GET", "/api/models/org/name$", Fault.Status(429, "slow down", ("Retry-After", "7")), skip: 1, times: 2);

        List<(HttpStatusCode, string?)> answers = [];
        for (int i = 0; i < 4; i++)
        {
            using HttpResponseMessage response = await GetAsync("/api/models/org/name");
            answers.Add((response.StatusCode, response.Headers.RetryAfter?.ToString()));
        }

        Assert.Equal([(HttpStatusCode.OK, null), (HttpStatusCode.TooManyRequests, "7"), (HttpStatusCode.TooManyRequests, "7"), (HttpStatusCode.OK, null)], answers);
    }

    [Fact]
    public async Task Bodies_are_cut_lengthened_corrupted_or_packed()
    {
        string url = await StoreUrlAsync();
        foreach (Fault fault in (Fault[])[Fault.WrongLength(-10), Fault.WrongLength(10), Fault.Corrupt(at: 5), Fault.Gzip()])
        {
            _hub.Fail("GET", "/objects/", fault);
        }

        byte[] cut = await _client.GetByteArrayAsync(url);
        byte[] longer = await _client.GetByteArrayAsync(url);
        byte[] corrupt = await _client.GetByteArrayAsync(url);
        using HttpResponseMessage packed = await GetAsync(url);

        Assert.Equal(s_weights[..^10], cut);
        Assert.Equal(s_weights.Length + 10, longer.Length);
        Assert.Equal((byte)~s_weights[5], corrupt[5]);
        Assert.Null(packed.Content.Headers.ContentLength);
        using GZipStream plain = new(await packed.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        using MemoryStream all = new();
        await plain.CopyToAsync(all);
        Assert.Equal(s_weights, all.ToArray());
    }

    [Fact]
    public async Task Somebody_else_commits_just_before_a_commit_on_the_same_parent()
    {
        using StandInHub hub = new(root => root.Model("alice/mine", ("a.txt", "a")));
        hub.Fail("POST", "/commit/", Fault.Race());
        string body = $$$"""{"key":"header","value":{"summary":"mine","parentCommit":"{{{hub.HeadOf("alice/mine")}}}"}}""";
        using HttpRequestMessage request = new(HttpMethod.Post, $"{hub.Url}/api/models/alice/mine/commit/main")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/x-ndjson"),
            Headers = { Authorization = new("Bearer", Tokens.AliceWrite) },
        };

        using HttpResponseMessage response = await _client.SendAsync(request);

        Assert.Equal(HttpStatusCode.PreconditionFailed, response.StatusCode);
        Assert.Equal(["somebody else's commit", "initial commit"], hub.HistoryOf("alice/mine"));
    }

    [Fact]
    public async Task A_commit_whose_answer_is_lost_has_been_made()
    {
        _hub.Fail("POST", "/repos/create", Fault.LoseAnswer());
        using HttpRequestMessage request = new(HttpMethod.Post, "/api/repos/create")
        {
            Content = new StringContent("""{"name":"new"}""", Encoding.UTF8, "application/json"),
            Headers = { Authorization = new("Bearer", Tokens.AliceWrite) },
        };

        await Assert.ThrowsAsync<HttpRequestException>(() => _client.SendAsync(request));

        Assert.True(_hub.Has("alice/new"));
    }

    [Fact]
    public async Task Pages_name_the_next()
    {
        using StandInHub hub = new(root => root.Model("org/many", ("f0", "0"), ("f1", "1"), ("f2", "2"), ("f3", "3"), ("f4", "4")), new() { PageSize = 4 });

        using HttpResponseMessage first = await _client.GetAsync($"{hub.Url}/api/models/org/many/tree/main?recursive=true&expand=false");
        string next = first.Headers.GetValues("Link").Single().Split('<', '>')[1];
        using HttpResponseMessage second = await _client.GetAsync(next);

        JsonArray rest = JsonNode.Parse(await second.Content.ReadAsStringAsync())!.AsArray();
        Assert.Equal(["f3", "f4"], rest.Select(entry => (string)entry!["path"]!));
        Assert.False(second.Headers.Contains("Link"));
    }

    [Fact]
    public async Task A_token_in_a_url_or_a_body_is_a_leak()
    {
        await GetAsync($"/api/models/org/name?token={Tokens.BobRead}");
        await _client.PostAsync("/api/validate-yaml", new StringContent($$"""{"content":"{{Tokens.AliceWrite}}"}"""));

        Assert.Equal(2, _hub.Leaks.Count);
    }

    [Fact]
    public async Task A_connection_to_another_machine_is_refused_and_remembered()
    {
        await Assert.ThrowsAnyAsync<Exception>(() => _client.GetAsync("http://192.0.2.1/"));

        Assert.Equal(["192.0.2.1:80"], _handler.Refused);
    }

    [Fact]
    public async Task A_request_where_there_must_be_none_fails_and_is_remembered()
    {
        using NoSocketHandler handler = new();
        using HttpClient client = new(handler);

        await Assert.ThrowsAsync<InvalidOperationException>(() => client.GetAsync(_hub.Url));

        Assert.Single(handler.Requests);
    }

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("huggingface.co", false)]
    [InlineData("InterNetwork:16:{1,187,127,0,0,1,0,0,0,0,0,0,0,0}", true)]
    [InlineData("InterNetwork:16:{1,187,192,0,2,1,0,0,0,0,0,0,0,0}", false)]
    [InlineData("InterNetworkV6:28:{1,187,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,1,0,0,0,0}", true)]
    [InlineData("InterNetworkV6:28:{1,187,0,0,0,0,32,1,13,184,0,0,0,0,0,0,0,0,0,0,0,1,0,0,0,0}", false)]
    public void The_guard_knows_this_machine(string target, bool isHere) => Assert.Equal(isHere, NetworkGuard.IsHere(target));

    private Task<HttpResponseMessage> GetAsync(string path) => _client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);

    private async Task<string> StoreUrlAsync()
    {
        using HttpResponseMessage response = await GetAsync("/org/name/resolve/main/model.safetensors");
        return response.Headers.Location!.OriginalString;
    }

    private async Task<byte[]> ReadUntilBrokenAsync(string url)
    {
        using HttpResponseMessage response = await GetAsync(url);
        using Stream body = await response.Content.ReadAsStreamAsync();
        using MemoryStream received = new();
        byte[] buffer = new byte[10_000];
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            while (await body.ReadAsync(buffer) is > 0 and var count)
            {
                received.Write(buffer, 0, count);
            }
        });
        return received.ToArray();
    }
}
