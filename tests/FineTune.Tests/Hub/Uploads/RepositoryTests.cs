using System.Net;
using FineTune.Hub;
using FineTune.Tests.Hub.Http;

namespace FineTune.Tests.Hub.Uploads;

public sealed class RepositoryTests
{
    private const string Created = """{"url": "http://hub.test:8080/me/repo"}""";
    private const string Conflict = """{"error": "Cannot create repo: another conflicting operation is in progress"}""";

    [Theory]
    [InlineData("acme/repo", RepoType.Model, null, null, """{"name": "repo", "organization": "acme"}""")]
    [InlineData("repo", RepoType.Model, true, null, """{"name": "repo", "organization": null, "visibility": "private"}""")]
    [InlineData("acme/repo", RepoType.Dataset, false, null, """{"name": "repo", "organization": "acme", "type": "dataset", "visibility": "public"}""")]
    [InlineData("acme/repo", RepoType.Space, null, "gradio", """{"name": "repo", "organization": "acme", "type": "space", "sdk": "gradio"}""")]
    public async Task A_repository_is_asked_for_by_name_and_owner(string repoId, RepoType type, bool? isPrivate, string? sdk, string body)
    {
        StubHandler hub = Hub(Answer(HttpStatusCode.OK, Created));

        RepoUrl url = await Api(hub).CreateRepoAsync(repoId, isPrivate, type, spaceSdk: sdk);

        Assert.Equal(("me/repo", "me", "repo", "http://hub.test:8080/me/repo"), (url.RepoId, url.Namespace, url.RepoName, url.ToString()));
        Assert.Equal(("http://hub.test:8080/api/repos/create", body), (hub.Requests.Single().Url, hub.Requests.Single().Body));
    }

    [Fact]
    public async Task One_that_exists_is_an_error_unless_that_is_fine()
    {
        StubHandler hub = Hub(Answer(HttpStatusCode.Conflict, """{"error": "You already created this model repo"}"""));

        HfHubHttpException error = await Assert.ThrowsAsync<HfHubHttpException>(() => Api(hub).CreateRepoAsync("me/repo"));
        RepoUrl url = await Api(hub).CreateRepoAsync("me/repo", existOk: true);

        Assert.Equal(HttpStatusCode.Conflict, error.StatusCode);
        Assert.Equal("me/repo", url.RepoId);
        Assert.Equal(2, hub.Requests.Count);
    }

    [Fact]
    public async Task Without_an_owner_it_is_the_tokens_user()
    {
        StubHandler hub = Hub(
            Answer(HttpStatusCode.Conflict, """{"error": "You already created this model repo"}"""),
            Answer(HttpStatusCode.OK, """{"type": "user", "name": "alice"}"""));

        RepoUrl url = await Api(hub).CreateRepoAsync("repo", existOk: true);

        Assert.Equal("alice/repo", url.RepoId);
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.PaymentRequired)]
    [InlineData(HttpStatusCode.Forbidden)]
    public async Task A_token_that_may_not_create_is_good_for_one_that_it_may_write_to(HttpStatusCode refusal)
    {
        StubHandler hub = Refusing(creation: Answer(refusal, "{}"), check: Answer(HttpStatusCode.OK, "{}"));

        RepoUrl url = await Api(hub).CreateRepoAsync("acme/repo", existOk: true);

        Assert.Equal("acme/repo", url.RepoId);
        Assert.Contains(hub.Requests, request => request.Url == "http://hub.test:8080/api/models/acme/repo/auth-check/write");
    }

    [Fact]
    public async Task A_token_that_may_not_write_to_it_is_refused()
    {
        StubHandler hub = Refusing(creation: Answer(HttpStatusCode.Forbidden, "{}"), check: Answer(HttpStatusCode.Forbidden, """{"error": "no write access"}"""));

        HfHubHttpException error = await Assert.ThrowsAsync<HfHubHttpException>(() => Api(hub).CreateRepoAsync("acme/repo", existOk: true));

        Assert.Contains("no write access", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_refusal_to_create_is_what_is_told_where_there_is_none()
    {
        StubHandler hub = Refusing(
            creation: Answer(HttpStatusCode.Forbidden, """{"error": "no rights to create"}"""),
            check: Answer(HttpStatusCode.NotFound, "{}", ("X-Error-Code", "RepoNotFound")));

        HfHubHttpException error = await Assert.ThrowsAsync<HfHubHttpException>(() => Api(hub).CreateRepoAsync("acme/repo", existOk: true));

        Assert.Contains("no rights to create", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_answer_is_no_harm_where_it_is_fine_if_there_is_one()
    {
        Func<HttpRequestMessage, HttpResponseMessage> broken = _ => throw new HttpRequestException("The connection broke.");
        StubHandler hub = Hub(broken, Answer(HttpStatusCode.Conflict, """{"error": "You already created this model repo"}"""));

        await Assert.ThrowsAsync<HubConnectionException>(() => Api(Hub(broken)).CreateRepoAsync("me/repo"));
        RepoUrl url = await Api(hub).CreateRepoAsync("me/repo", existOk: true);

        Assert.Equal(("me/repo", 2), (url.RepoId, hub.Requests.Count));
    }

    [Fact]
    public async Task Another_operation_in_progress_is_waited_for()
    {
        StubHandler hub = Hub(Answer(HttpStatusCode.Conflict, Conflict), Answer(HttpStatusCode.Conflict, Conflict), Answer(HttpStatusCode.OK, Created));

        await Api(hub).CreateRepoAsync("me/repo", existOk: true);

        Assert.Equal(3, hub.Requests.Count);
    }

    [Fact]
    public async Task But_not_for_ever()
    {
        StubHandler hub = Hub(Answer(HttpStatusCode.Conflict, Conflict));

        await Assert.ThrowsAsync<HfHubHttpException>(() => Api(hub).CreateRepoAsync("me/repo", existOk: true));

        Assert.Equal(6, hub.Requests.Count);
    }

    [Fact]
    public async Task For_a_pull_request_reading_is_enough()
    {
        StubHandler hub = Refusing(creation: Answer(HttpStatusCode.Forbidden, "{}"), check: Answer(HttpStatusCode.OK, "{}"));

        await Api(hub).EnsureRepoAsync("acme/repo", null, RepoType.Model, needsWrite: false, CancellationToken.None);

        Assert.Contains(hub.Requests, request => request.Url.EndsWith("/auth-check", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_repository_is_deleted_by_name_and_owner_and_a_missing_one_can_be_fine()
    {
        StubHandler hub = Hub(Answer(HttpStatusCode.OK, "{}"), Answer(HttpStatusCode.NotFound, "{}", ("X-Error-Code", "RepoNotFound")));

        await Api(hub).DeleteRepoAsync("acme/repo", RepoType.Dataset);
        await Api(hub).DeleteRepoAsync("acme/repo", missingOk: true);

        await Assert.ThrowsAsync<RepositoryNotFoundException>(() => Api(hub).DeleteRepoAsync("acme/repo"));
        Assert.Equal((HttpMethod.Delete, """{"name": "repo", "organization": "acme", "type": "dataset"}"""), (hub.Requests[0].Method, hub.Requests[0].Body));
    }

    [Fact]
    public async Task Settings_and_name_are_changed()
    {
        StubHandler hub = Hub(Answer(HttpStatusCode.OK, "{}"));

        await Api(hub).UpdateRepoSettingsAsync("acme/repo", @private: true, gated: "false");
        await Api(hub).UpdateRepoSettingsAsync("acme/repo", gated: "auto", repoType: RepoType.Dataset);
        await Api(hub).MoveRepoAsync("acme/repo", "acme/new");

        Assert.Equal(
            [
                """PUT http://hub.test:8080/api/models/acme/repo/settings {"visibility": "private", "gated": false}""",
                """PUT http://hub.test:8080/api/datasets/acme/repo/settings {"gated": "auto"}""",
                """POST http://hub.test:8080/api/repos/move {"fromRepo": "acme/repo", "toRepo": "acme/new", "type": "model"}""",
            ],
            hub.Requests.Select(request => $"{request.Method} {request.Url} {request.Body}"));
    }

    [Fact]
    public async Task Branches_tags_and_pull_requests_are_made_and_deleted()
    {
        StubHandler hub = Hub(Answer(HttpStatusCode.OK, """{"num": 3}"""));
        HfApi api = Api(hub);

        await api.CreateBranchAsync("me/repo", "dev/x");
        await api.CreateBranchAsync("me/repo", "dev", revision: "v1");
        await api.DeleteBranchAsync("me/repo", "dev/x");
        await api.CreateTagAsync("me/repo", "v1", "first");
        await api.CreateTagAsync("me/repo", "v2", revision: "dev/x", repoType: RepoType.Dataset);
        await api.DeleteTagAsync("me/repo", "v1");
        PullRequest opened = await api.CreatePullRequestAsync("me/repo", "a title", "why");
        await api.MergePullRequestAsync("me/repo", 3, "fine");

        Assert.Equal(
            [
                "POST /api/models/me/repo/branch/dev%2Fx {}",
                """POST /api/models/me/repo/branch/dev {"startingPoint": "v1"}""",
                "DELETE /api/models/me/repo/branch/dev%2Fx ",
                """POST /api/models/me/repo/tag/main {"tag": "v1", "message": "first"}""",
                """POST /api/datasets/me/repo/tag/dev%2Fx {"tag": "v2"}""",
                "DELETE /api/models/me/repo/tag/v1 ",
                """POST /api/models/me/repo/discussions {"title": "a title", "description": "why", "pullRequest": true}""",
                """POST /api/models/me/repo/discussions/3/merge {"comment": "fine"}""",
            ],
            hub.Requests.Select(request => $"{request.Method} {request.Url[TestHub.Endpoint.Length..]} {request.Body}"));
        Assert.Equal((3, "refs/pr/3", "http://hub.test:8080/me/repo/discussions/3"), (opened.Number, opened.GitReference, opened.Url));
    }

    [Fact]
    public async Task A_branch_or_tag_that_exists_can_be_fine()
    {
        StubHandler hub = Hub(Answer(HttpStatusCode.Conflict, """{"error": "Reference already exists"}"""));
        HfApi api = Api(hub);

        await api.CreateBranchAsync("me/repo", "dev", existOk: true);
        await api.CreateTagAsync("me/repo", "v1", existOk: true);

        await Assert.ThrowsAsync<HfHubHttpException>(() => api.CreateBranchAsync("me/repo", "dev"));
        await Assert.ThrowsAsync<HfHubHttpException>(() => api.CreateTagAsync("me/repo", "v1"));
    }

    [Fact]
    public async Task What_cannot_be_asked_for_is_refused_without_a_request()
    {
        StubHandler hub = Hub();
        HfApi api = Api(hub);

        await Assert.ThrowsAsync<ArgumentException>(() => api.CreateRepoAsync("a/b/c"));
        await Assert.ThrowsAsync<ArgumentException>(() => api.CreateRepoAsync("me/space", repoType: RepoType.Space));
        await Assert.ThrowsAsync<ArgumentException>(() => api.CreateRepoAsync("me/repo", spaceSdk: "gradio"));
        await Assert.ThrowsAsync<ArgumentException>(() => api.UpdateRepoSettingsAsync("me/repo"));
        await Assert.ThrowsAsync<ArgumentException>(() => api.UpdateRepoSettingsAsync("me/repo", gated: "yes"));
        await Assert.ThrowsAsync<ArgumentException>(() => api.MoveRepoAsync("repo", "me/new"));
        Assert.Empty(hub.Requests);
    }

    [Fact]
    public async Task What_was_known_of_either_name_is_forgotten_even_if_the_answer_to_a_move_is_lost()
    {
        StubHandler hub = Hub(Answer(HttpStatusCode.GatewayTimeout, "{}"));
        RepoPins.Key[] keys = [KeyOf("acme/moved-from"), KeyOf("acme/moved-to")];
        Array.ForEach(keys, key => RepoPins.Keep(key, new PinnedRepo(key.Repo, key.Revision, new string('0', 40)), replace: true));

        await Assert.ThrowsAsync<HfHubHttpException>(() => Api(hub).MoveRepoAsync("acme/moved-from", "acme/moved-to"));

        Assert.All(keys, key => Assert.Null(RepoPins.Find(key)));

        static RepoPins.Key KeyOf(string id) => new(TestHub.Endpoint, "cache", new RepoId(RepoType.Model, id), "main", UseCanonicalName: false);
    }

    private static Func<HttpRequestMessage, HttpResponseMessage> Answer(HttpStatusCode status, string body, params (string Name, string Value)[] headers) =>
        _ => StubHandler.Answer(status, body, headers);

    private static StubHandler Hub(params Func<HttpRequestMessage, HttpResponseMessage>[] answers) => new(answers);

    private static StubHandler Refusing(Func<HttpRequestMessage, HttpResponseMessage> creation, Func<HttpRequestMessage, HttpResponseMessage> check) =>
        new(request => request.RequestUri!.AbsolutePath switch
        {
            "/api/repos/create" => creation(request),
            "/api/whoami-v2" => StubHandler.Answer(HttpStatusCode.OK, """{"type": "user", "name": "alice"}"""),
            _ => check(request),
        });

    // Whose a token is, is remembered for the whole process.
    private static HfApi Api(StubHandler hub) => new(TestHub.Client(hub, new HubOptions { Token = $"hf_{Guid.NewGuid():N}" }));
}
