using System.IO.Compression;
using System.Net;
using System.Text.Json.Nodes;
using FineTune.Hub;

namespace FineTune.Tests.Hub.Http;

/// <summary>What the Hub's answers of failure become.</summary>
public sealed class HubErrorTests
{
    private static readonly HubRequest Request = HubRequest.ForFile(HttpMethod.Get, RepoId.Model("org/name"), "v1", "config.json");

    [Theory]
    [InlineData(404, "RepoNotFound", "Repository not found", typeof(RepositoryNotFoundException))]
    [InlineData(401, "RepoNotFound", "Invalid username or password.", typeof(RepositoryNotFoundException))]
    [InlineData(401, null, "Invalid username or password.", typeof(RepositoryNotFoundException))]
    [InlineData(404, "RevisionNotFound", "Invalid rev id", typeof(RevisionNotFoundException))]
    [InlineData(404, "EntryNotFound", "Entry not found", typeof(EntryNotFoundException))]
    [InlineData(401, "GatedRepo", "Access to model is restricted", typeof(GatedRepoException))]
    [InlineData(403, "GatedRepo", "Access to model is restricted", typeof(GatedRepoException))]
    [InlineData(403, null, "Access to this resource is disabled.", typeof(DisabledRepoException))]
    [InlineData(400, null, "Bad", typeof(BadRequestException))]
    [InlineData(413, null, "Too large", typeof(BadRequestException))]
    [InlineData(416, null, "Range", typeof(BadRequestException))]
    [InlineData(401, null, "Invalid credentials in Authorization header", typeof(HfHubHttpException))]
    [InlineData(404, null, "Nothing", typeof(HfHubHttpException))]
    [InlineData(409, null, "You already created this", typeof(HfHubHttpException))]
    [InlineData(412, null, "A commit has happened since.", typeof(HfHubHttpException))]
    public async Task An_answer_of_failure_becomes_the_exception_that_fits(int status, string? code, string text, Type type)
    {
        HfHubHttpException error = await FailureAsync(status, code, text);

        Assert.IsType(type, error);
        Assert.Equal(status, (int)error.StatusCode);
        Assert.Equal("req-1", error.RequestId);
        Assert.Contains(text, error.Message, StringComparison.Ordinal);
        Assert.Contains("req-1", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(TestHub.Token, error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HF_TOKEN", "the environment variable HF_TOKEN")]
    [InlineData("HUGGING_FACE_HUB_TOKEN", "the environment variable HUGGING_FACE_HUB_TOKEN")]
    public async Task A_wrong_token_says_which_variable_it_came_from(string variable, string source)
    {
        HfHubHttpException error = await FailureAsync(
            401, null, "Invalid credentials in Authorization header", environment: TestHub.Environment((variable, TestHub.Token)));

        Assert.Contains($"The token from {source} is not valid", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_token_given_as_an_argument_says_so()
    {
        HfHubHttpException error = await FailureAsync(401, null, "Invalid credentials in Authorization header", new() { Token = TestHub.Token });

        Assert.Contains("The token from the Token argument is not valid", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repository_not_found_without_a_token_asks_whether_one_is_logged_in()
    {
        HfHubHttpException error = await FailureAsync(401, "RepoNotFound", "Invalid username or password.");

        Assert.Contains("There is no model \"org/name\" at http://hub.test:8080, or you have no access to it.", error.Message, StringComparison.Ordinal);
        Assert.Contains("are you logged in?", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gated_repository_names_the_page_where_access_is_asked_for()
    {
        HfHubHttpException error = await FailureAsync(403, "GatedRepo", "restricted", new() { Token = TestHub.Token });

        Assert.Contains("You are trying to access a gated repo. Ask for access to it at http://hub.test:8080/org/name", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_file_tells_the_commit_that_lacks_it()
    {
        StubHandler handler = new(_ => StubHandler.Answer(HttpStatusCode.NotFound, string.Empty, ("X-Error-Code", "EntryNotFound"), ("X-Repo-Commit", "abc")));
        using HubHttp http = TestHub.Client(handler);

        EntryNotFoundException error = await Assert.ThrowsAsync<EntryNotFoundException>(() => http.SendAsync(Request));

        Assert.Equal("abc", error.Commit);
        Assert.Contains("\"config.json\" in model \"org/name\" at revision \"v1\"", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_text_of_the_body_is_shown_where_headers_say_nothing()
    {
        StubHandler handler = new(_ => StubHandler.Answer(HttpStatusCode.BadRequest, """{"error": "first", "errors": [{"message": "second"}]}"""));
        using HubHttp http = TestHub.Client(handler);

        BadRequestException error = await Assert.ThrowsAsync<BadRequestException>(() => http.SendAsync(Request));

        Assert.Contains("first second", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"error\": \"a\", \"error\": \"b\"}")]
    [InlineData("{\"error\": {\"deep\": 1}, \"errors\": [1, null]}")]
    [InlineData("{cut")]
    public async Task A_body_that_says_nothing_readable_does_not_hide_the_error(string body)
    {
        StubHandler handler = new(_ => StubHandler.Answer(HttpStatusCode.BadRequest, body));
        using HubHttp http = TestHub.Client(handler);

        await Assert.ThrowsAsync<BadRequestException>(() => http.SendAsync(Request));
    }

    [Fact]
    public async Task A_token_that_a_server_repeats_is_not_shown()
    {
        HfHubHttpException error = await FailureAsync(400, null, $"You sent {TestHub.Token}", new() { Token = TestHub.Token });

        Assert.Contains("You sent ***", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_of_the_storage_is_not_taken_for_one_of_the_hub_and_hides_the_signature()
    {
        StubHandler handler = new(_ => StubHandler.Redirect("http://cdn.test/x?Signature=s3cret"), _ => StubHandler.Answer(HttpStatusCode.Forbidden));
        using HubHttp http = TestHub.Client(handler);

        HfHubHttpException error = await Assert.ThrowsAsync<HfHubHttpException>(() => http.SendAsync(Request));

        Assert.Contains("The storage at http://cdn.test", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404, "Couldn't find file at http://files.test/a.csv. Check the address.", typeof(EntryNotFoundException))]
    [InlineData(403, "http://files.test/a.csv is not open to everybody", typeof(HfHubHttpException))]
    [InlineData(409, "http://files.test/a.csv: its server did not give it.", typeof(HfHubHttpException))]
    public async Task What_the_server_of_a_callers_own_address_refuses_is_not_said_of_the_hub(int status, string expected, Type type)
    {
        StubHandler handler = new(_ => StubHandler.Answer((HttpStatusCode)status, """{"error": "no ?sig=s3cret"}"""));
        using HubHttp http = TestHub.Client(handler, new() { Token = TestHub.Token });
        HubRequest request = HubRequest.Get("http://user:pa55@files.test/a.csv?sig=s3cret") with { IsOfCaller = true };

        HfHubHttpException error = await Assert.ThrowsAnyAsync<HfHubHttpException>(() => http.SendAsync(request));

        Assert.IsType(type, error);
        Assert.StartsWith(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains("no ?***", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("pa55", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Hub", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task User_and_password_of_an_endpoint_are_not_shown()
    {
        StubHandler handler = new(_ => StubHandler.Answer(HttpStatusCode.NotFound, string.Empty, ("X-Error-Code", "RepoNotFound")));
        using HubHttp http = TestHub.Client(handler, new() { Endpoint = "http://user:pa55@hub.test:8080/" });

        RepositoryNotFoundException error = await Assert.ThrowsAsync<RepositoryNotFoundException>(() => http.SendAsync(Request));

        Assert.Contains("at http://hub.test:8080,", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("pa55", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("pa55", Assert.Throws<ArgumentException>(() => TestHub.Client(handler, new() { Endpoint = "ftp://user:pa55@hub.test" })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://hub.test:8080/api/models/a?expand=true", true, "'http://hub.test:8080/api/models/a?expand=true'")]
    [InlineData("http://hub.test:8080/a?X-Amz-Signature=s3cret", true, "'http://hub.test:8080/a?<SIGNED>'")]
    [InlineData("http://user:s3cret@files.test/a?sig=s3cret", false, "'http://files.test/a?<SIGNED>'")]
    public void A_curl_line_holds_no_secrets(string url, bool isToHub, string expected)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, url);
        request.Headers.Authorization = new("Bearer", "s3cret");

        string line = CurlLine.Of(request, isToHub);

        Assert.EndsWith(expected, line, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<html>log in to the airport</html>")]
    [InlineData("{\"sha\": \"a\", \"sha\": \"b\"}")]
    public async Task An_answer_that_is_not_json_is_not_the_hubs(string text)
    {
        StubHandler handler = new(_ => StubHandler.Answer(HttpStatusCode.OK, text));
        using HubHttp http = TestHub.Client(handler);

        HubException error = await Assert.ThrowsAsync<HubException>(() => http.SendJsonAsync(Request));

        Assert.Contains("is not the Hub's", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_that_a_proxy_has_compressed_is_unpacked(bool isDamaged)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write("{\"sha\": 1}"u8);
        }

        byte[] body = packed.ToArray();
        body[0] ^= (byte)(isDamaged ? 1 : 0);
        using HubHttp http = TestHub.Client(new StubHandler(_ =>
        {
            ByteArrayContent content = new(body);
            content.Headers.ContentEncoding.Add("gzip");
            return new(HttpStatusCode.OK) { Content = content };
        }));

        Task<JsonNode?> answer = http.SendJsonAsync(Request);

        if (isDamaged)
        {
            Assert.Contains("is not the Hub's", (await Assert.ThrowsAsync<HubException>(() => answer)).Message, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(1, (int)(await answer)!["sha"]!);
        }
    }

    [Fact]
    public async Task An_answer_with_a_flipped_bit_is_not_the_hubs()
    {
        StubHandler handler = new(_ => new(HttpStatusCode.OK) { Content = new ByteArrayContent([(byte)'"', 0xE1, (byte)'"']) });
        using HubHttp http = TestHub.Client(handler);

        HubException error = await Assert.ThrowsAsync<HubException>(() => http.SendJsonAsync(Request));

        Assert.Contains("not text in UTF-8", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HF_HUB_OFFLINE")]
    [InlineData("TRANSFORMERS_OFFLINE")]
    public async Task Offline_nothing_is_sent(string variable)
    {
        StubHandler handler = new(_ => StubHandler.Answer(HttpStatusCode.OK));
        using HubHttp http = TestHub.Client(handler, environment: TestHub.Environment((variable, "yes")));

        OfflineModeIsEnabledException error = await Assert.ThrowsAsync<OfflineModeIsEnabledException>(() => http.SendAsync(Request));

        Assert.Contains("HF_HUB_OFFLINE", error.Message, StringComparison.Ordinal);
        Assert.Empty(handler.Requests);
    }

    [Fact]
    public async Task Offline_an_address_elsewhere_is_named_and_so_is_what_data_sets_obey()
    {
        StubHandler handler = new(_ => StubHandler.Answer(HttpStatusCode.OK));
        using HubHttp http = TestHub.Client(handler, environment: TestHub.Environment(("HF_DATASETS_OFFLINE", "1")).ForDatasets());

        OfflineModeIsEnabledException error = await Assert.ThrowsAsync<OfflineModeIsEnabledException>(
            () => http.SendAsync(new HubRequest(HttpMethod.Head, "https://files.test/rows.csv?key=secret") { IsOfCaller = true }));

        Assert.EndsWith(
            "needs a request to https://files.test, but HF_DATASETS_OFFLINE is set. Unset it, or download the file by other means and give its path.",
            error.Message,
            StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
        Assert.Empty(handler.Requests);
    }

    [Fact]
    public async Task With_local_files_only_nothing_is_sent()
    {
        StubHandler handler = new(_ => StubHandler.Answer(HttpStatusCode.OK));
        using HubHttp http = TestHub.Client(handler, new() { LocalFilesOnly = true });

        await Assert.ThrowsAsync<OfflineModeIsEnabledException>(() => http.SendAsync(Request));

        Assert.Empty(handler.Requests);
    }

    private static async Task<HfHubHttpException> FailureAsync(
        int status, string? code, string text, HubOptions? options = null, HubEnvironment? environment = null)
    {
        StubHandler handler = new(_ =>
        {
            HttpResponseMessage response = StubHandler.Answer((HttpStatusCode)status, string.Empty, ("X-Error-Message", text), ("X-Request-Id", "req-1"));
            response.Headers.TryAddWithoutValidation("X-Error-Code", code);
            return response;
        });
        using HubHttp http = TestHub.Client(handler, options, environment);
        return await Assert.ThrowsAnyAsync<HfHubHttpException>(() => http.SendAsync(Request));
    }
}
