using System.Net;
using FineTune.Tests.Hub.Http;

namespace FineTune.Tests.Hub.Api;

/// <summary>What is asked of the Hub, and how its answers are read.</summary>
public sealed class HfApiTests
{
    private const string Info = """
        {"id": "google/bert", "sha": "abc", "private": true, "gated": "manual", "disabled": false, "tags": ["license:mit", 3],
         "cardData": {"license": "mit"}, "lastModified": "2024-01-02T03:04:05.000Z", "library_name": "transformers", "downloads": 12,
         "siblings": [{"rfilename": "a.bin", "size": 3, "blobId": "b", "lfs": {"sha256": "c", "size": 3, "pointerSize": 9}}]}
        """;

    [Fact]
    public async Task A_models_description_is_read()
    {
        StubHandler handler = new(_ => StubHandler.Answer(HttpStatusCode.OK, Info));

        RepoInfo info = await Api(handler).ModelInfoAsync("bert", filesMetadata: true);

        Assert.Equal("/api/models/bert?blobs=true", Path(handler));
        Assert.Equal(("google/bert", "abc", true, "manual"), (info.Id, info.Sha, info.Private, info.Gated));
        Assert.Equal(["license:mit"], info.Tags);
        Assert.Equal("mit", (string?)info.CardData!["license"]);
        Assert.Equal(new BlobLfsInfo("c", 3, 9), info.Siblings.Single().Lfs);
        Assert.Equal(new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.Zero), info.LastModified);
    }

    [Fact]
    public async Task A_revision_is_one_part_of_the_address()
    {
        StubHandler handler = new(_ => StubHandler.Answer(HttpStatusCode.OK, Info));

        await Api(handler).DatasetInfoAsync("org/name", "refs/pr/1");

        Assert.Equal("/api/datasets/org/name/revision/refs%2Fpr%2F1", Path(handler));
    }

    [Fact]
    public async Task Files_are_listed_over_all_pages_and_sorted()
    {
        StubHandler handler = new(
            _ => StubHandler.Answer(
                HttpStatusCode.OK,
                """[{"type": "file", "path": "b", "oid": "1", "size": 5}, {"type": "directory", "path": "d", "oid": "2"}]""",
                ("Link", $"<{TestHub.Endpoint}/next>; rel=\"next\"")),
            _ => StubHandler.Answer(HttpStatusCode.OK, """[{"type": "file", "path": "a", "oid": "3", "size": 7}]"""));

        IReadOnlyList<string> files = await Api(handler).ListRepoFilesAsync("org/name");

        Assert.Equal(["a", "b"], files);
        Assert.Equal("/api/models/org/name/tree/main?recursive=true&expand=false", Path(handler));
    }

    [Fact]
    public async Task Details_of_a_few_files_are_asked_for_by_a_form()
    {
        StubHandler handler = new(_ => StubHandler.Answer(HttpStatusCode.OK, """[{"type": "file", "path": "a b", "oid": "1", "size": 5}]"""));

        IReadOnlyList<RepoEntry> entries = await Api(handler).GetPathsInfoAsync("org/name", ["a b", "c"]);

        Assert.Equal(new RepoFile { Path = "a b", BlobId = "1", Size = 5 }, Assert.Single(entries));
        Assert.Equal("paths=a+b&paths=c&expand=false", handler.Requests[0].Body);
    }

    [Fact]
    public async Task Names_of_commits_are_read_by_kind()
    {
        const string answer = """
            {"branches": [{"name": "main", "ref": "refs/heads/main", "targetCommit": "1"}], "tags": [],
             "pullRequests": [{"name": "1", "ref": "refs/pr/1", "targetCommit": "2"}]}
            """;
        StubHandler handler = new(_ => StubHandler.Answer(HttpStatusCode.OK, answer));

        GitRefs refs = await Api(handler).ListRepoRefsAsync("org/name", includePullRequests: true);

        Assert.Equal(new GitRef("main", "refs/heads/main", "1"), Assert.Single(refs.Branches));
        Assert.Empty(refs.Tags);
        Assert.Equal("2", refs.PullRequests.Single().TargetCommit);
    }

    [Fact]
    public async Task History_is_read()
    {
        StubHandler handler = new(_ => StubHandler.Answer(
            HttpStatusCode.OK,
            """[{"id": "1", "title": "Add", "message": "", "date": "2024-01-01T00:00:00.000Z", "authors": [{"user": "alice"}]}]"""));

        GitCommitInfo commit = (await Api(handler).ListRepoCommitsAsync("org/name")).Single();

        Assert.Equal(("1", "Add", "alice"), (commit.CommitId, commit.Title, commit.Authors.Single()));
    }

    [Theory]
    [InlineData(200, "", true)]
    [InlineData(404, "RepoNotFound", false)]
    [InlineData(401, "GatedRepo", true)]
    public async Task A_repository_exists_also_where_its_files_are_gated(int status, string code, bool expected)
    {
        StubHandler handler = new(_ => StubHandler.Answer((HttpStatusCode)status, Info, ("X-Error-Code", code)));

        Assert.Equal(expected, await Api(handler).RepoExistsAsync("org/name"));
    }

    [Theory]
    [InlineData(302, "", true)]
    [InlineData(404, "EntryNotFound", false)]
    [InlineData(404, "RevisionNotFound", false)]
    public async Task A_file_exists_wherever_its_bytes_are(int status, string code, bool expected)
    {
        StubHandler handler = new(
            _ => StubHandler.Answer((HttpStatusCode)status, string.Empty, ("X-Error-Code", code), ("Location", "http://cdn.test/x")));

        Assert.Equal(expected, await Api(handler).FileExistsAsync("org/name", "a.bin"));
        Assert.Equal(HttpMethod.Head, handler.Requests.Single().Method);
    }

    [Fact]
    public async Task Whoami_is_asked_once()
    {
        StubHandler handler = new(_ => StubHandler.Answer(
            HttpStatusCode.OK, """{"name": "alice", "orgs": [{"name": "acme"}], "auth": {"accessToken": {"displayName": "x", "role": "read"}}}"""));
        HfApi api = Api(handler, "hf_whoami_once");

        WhoAmI first = await api.WhoAmIAsync();
        WhoAmI second = await api.WhoAmIAsync();

        Assert.Same(first, second);
        Assert.Equal(("alice", "read", "acme"), (first.Name, first.Role, first.Orgs.Single()));
        Assert.Single(handler.Requests);
    }

    [Fact]
    public async Task A_refusal_names_the_tokens_role_and_asks_for_it_once()
    {
        StubHandler handler = new(request => request.RequestUri!.AbsolutePath == "/api/whoami-v2"
            ? StubHandler.Answer(HttpStatusCode.OK, """{"name": "alice", "auth": {"accessToken": {"role": "read"}}}""")
            : StubHandler.Answer(HttpStatusCode.Forbidden));
        HfApi api = Api(handler, "hf_role_read");

        HfHubHttpException error = await Assert.ThrowsAsync<HfHubHttpException>(() => api.AuthCheckAsync("org/name", write: true));
        await Assert.ThrowsAsync<HfHubHttpException>(() => api.AuthCheckAsync("org/name", write: true));

        Assert.Contains("(of alice, role \"read\") is not allowed", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, handler.Requests.Count);
    }

    private static HfApi Api(StubHandler handler, string? token = null) => new(TestHub.Client(handler, new() { Token = token }));

    private static string Path(StubHandler handler) => handler.Requests[0].Url[TestHub.Endpoint.Length..];
}
