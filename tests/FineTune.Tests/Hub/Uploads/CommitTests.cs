using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using FineTune.Hub;

namespace FineTune.Tests.Hub.Uploads;

public sealed class CommitTests : IDisposable
{
    private readonly PushHub _hub = new(("old.txt", "old"));
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _folder.Dispose();
        _hub.Dispose();
    }

    [Fact]
    public async Task A_commit_asks_sends_and_commits_in_this_order()
    {
        await CommitAsync([Text("README.md", "# Card"), Text("config.json", "{}"), Bytes("model.bin", 1000)]);

        Assert.Equal(
            [
                "POST /api/validate-yaml",
                "POST /api/models/alice/repo/preupload/main",
                "POST /alice/repo.git/info/lfs/objects/batch",
                "PUT /upload/",
                "POST /alice/repo.git/info/lfs/objects/verify",
                "POST /api/models/alice/repo/commit/main",
            ],
            _hub.Requests.Select(request => Regex.Replace(request, "(?<=^PUT /upload/).*", string.Empty)));
        Assert.Equal("# Card", _hub.Text("README.md"));
        Assert.Equal(Pattern(1000), _hub.Files()["model.bin"]);
        Assert.Equal(["file README.md", "file config.json", "lfsFile model.bin"], _hub.Changes);
    }

    [Fact]
    public async Task What_the_process_pushed_is_what_it_reads_next()
    {
        using HubDownloader reader = new(
            new() { Endpoint = _hub.StandIn.Url, Token = Tokens.AliceWrite, Handler = _hub.Handler, CacheDir = _folder.Path }, new HubEnvironment(_ => null));
        RepoId repo = RepoId.Model(PushHub.Id);
        PinnedRepo before = await reader.PinAsync(repo);

        CommitInfo commit = await CommitAsync([Text("config.json", "{}")]);
        Assert.Equal(commit.Oid, (await reader.PinAsync(repo)).Commit);

        using HubHttp http = _hub.Http();
        await new HfApi(http).CreateBranchAsync(PushHub.Id, "side", before.Commit);
        Assert.Equal(before.Commit, (await reader.PinAsync(repo, "side")).Commit);
        await new HfApi(http).DeleteBranchAsync(PushHub.Id, "side");
        await Assert.ThrowsAsync<RevisionNotFoundException>(() => reader.PinAsync(repo, "side"));
    }

    [Fact]
    public async Task The_Hub_is_told_what_the_contract_says()
    {
        await CommitAsync([Text(".gitignore", "*.tmp"), Bytes("model.bin", 600)], new CommitOptions { CommitDescription = "more" });

        string oid = PushHub.Sha256(Pattern(600));
        string sample = Convert.ToBase64String(Pattern(600)[..512]);
        Assert.Equal(
            $$"""{"files": [{"path": ".gitignore", "size": 5, "sample": "Ki50bXA="}, {"path": "model.bin", "size": 600, "sample": "{{sample}}"}], "gitIgnore": "*.tmp"}""",
            JsonText.WriteLine(JsonText.Read(_hub.Body("/preupload/main").ToJsonString())));
        Assert.Equal(
            $$$"""{"operation": "upload", "transfers": ["basic", "multipart"], "objects": [{"oid": "{{{oid}}}", "size": 600}], "hash_algo": "sha256", "ref": {"name": "main"}}""",
            JsonText.WriteLine(JsonText.Read(_hub.Body("/batch").ToJsonString())));
        Assert.Equal("""{"key":"header","value":{"summary":"title","description":"more"}}""", _hub.Commits[0][0].ToJsonString());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(98303)]
    [InlineData(98304)]
    [InlineData(98305)]
    [InlineData(300000)]
    public async Task A_small_file_travels_inside_the_commit_whatever_its_length(int length)
    {
        string path = _folder.File("small file.txt");
        await File.WriteAllBytesAsync(path, Pattern(length));

        await CommitAsync([new CommitOperationAdd("a folder/\u00FC \"quoted\".txt", path)]);

        Assert.Equal(Pattern(length), _hub.Files()["a folder/\u00FC \"quoted\".txt"]);
    }

    [Fact]
    public async Task What_is_there_already_is_left_out()
    {
        _hub.StandIn.Commit(PushHub.Id, [("same.txt", "same"), ("same.bin", Pattern(10))]);

        await CommitAsync([Text("same.txt", "same"), Bytes("same.bin", 10), Text("new.txt", "new")]);

        Assert.Equal(["file new.txt"], _hub.Changes);
        Assert.Empty(_hub.Asked("batch"));
    }

    [Fact]
    public async Task Without_a_change_no_commit_is_made_and_the_head_is_returned()
    {
        await CommitAsync([Text("a.txt", "a")]);

        CommitInfo info = await CommitAsync([Text("a.txt", "a")]);

        Assert.Single(_hub.Titles);
        Assert.Equal(_hub.Head, info.Oid);
        Assert.Equal($"{_hub.StandIn.Url}/alice/repo/commit/{_hub.Head}", info.CommitUrl);
    }

    [Fact]
    public async Task What_is_deleted_in_the_same_commit_is_sent_even_if_it_is_there()
    {
        _hub.StandIn.Commit(PushHub.Id, [("f/same.txt", "same")]);

        await CommitAsync([new CommitOperationDelete("f/"), Text("f/same.txt", "same")]);

        Assert.Equal(["deletedFolder f/", "file f/same.txt"], _hub.Changes);
    }

    [Fact]
    public async Task What_the_Hub_says_is_ignored_is_left_out()
    {
        await CommitAsync([Text(".gitignore", "b.txt"), Text("a.txt", "a"), Text("b.txt", "b")]);

        Assert.Equal(["file .gitignore", "file a.txt"], _hub.Changes);
    }

    [Fact]
    public async Task An_empty_file_is_never_a_large_one()
    {
        await CommitAsync([Bytes("empty.bin", 0)]);

        Assert.Equal(["file empty.bin"], _hub.Changes);
        Assert.Empty(_hub.Asked("batch"));
    }

    [Fact]
    public async Task One_content_under_two_names_is_sent_once()
    {
        await CommitAsync([Bytes("a.bin", 50), Bytes("b.bin", 50)]);

        Assert.Single(_hub.Asked("^PUT"));
        Assert.Equal(Pattern(50), _hub.Files()["b.bin"]);
    }

    [Theory]
    [InlineData(1000, 300, 4)]
    [InlineData(900, 300, 3)]
    [InlineData(901, 900, 2)]
    public async Task A_very_large_file_goes_in_parts(int size, int chunk, int parts)
    {
        SendInParts(chunk);
        string path = _folder.File("weights");
        await File.WriteAllBytesAsync(path, Pattern(size));

        await CommitAsync([new CommitOperationAdd("model.bin", path)]);

        Assert.Equal(parts, _hub.Asked("^PUT").Length);
        Assert.Equal(Pattern(size), _hub.Files()["model.bin"]);
    }

    [Fact]
    public async Task Storage_never_sees_the_token_and_no_message_shows_its_signature()
    {
        SendInParts(400);
        _hub.StandIn.Fail("PUT", "", Fault.Status(500), times: -1);

        HubException error = await Assert.ThrowsAnyAsync<HubException>(() => CommitAsync([Bytes("model.bin", 1000)]));

        Assert.Empty(_hub.StandIn.Leaks);
        Assert.DoesNotContain(Tokens.AliceWrite, error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Signature=", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_storage_refuses_is_asked_for_anew()
    {
        _hub.StandIn.Fail("PUT", "", Fault.Status(403), times: 2);

        await CommitAsync([Bytes("model.bin", 1000)]);

        Assert.Equal(3, _hub.Asked("batch").Length);
        Assert.Equal(Pattern(1000), _hub.Files()["model.bin"]);
    }

    [Fact]
    public async Task Parts_that_were_put_together_although_the_answer_was_lost_are_not_sent_again()
    {
        SendInParts(400);
        _hub.StandIn.Fail("POST", "complete", Fault.LoseAnswer());
        _hub.StandIn.Fail("POST", "complete", Fault.Status(500), times: 5);

        await CommitAsync([Bytes("model.bin", 1000)]);

        Assert.Equal(3, _hub.Asked("^PUT").Length);
        Assert.Equal(Pattern(1000), _hub.Files()["model.bin"]);
    }

    [Fact]
    public async Task What_storage_took_but_the_Hub_does_not_find_is_sent_again()
    {
        _hub.StandIn.Fail("PUT", "", Fault.Status(200));

        await CommitAsync([Bytes("model.bin", 1000)]);

        Assert.Equal(2, _hub.Asked("^PUT").Length);
        Assert.Equal(Pattern(1000), _hub.Files()["model.bin"]);
    }

    [Fact]
    public async Task Addresses_of_the_public_Hub_are_those_of_the_endpoint()
    {
        _hub.StandIn.Settings.PublicUrl = "https://huggingface.co";
        SendInParts(400);

        CommitInfo info = await CommitAsync([Bytes("model.bin", 1000)]);

        Assert.StartsWith(_hub.StandIn.Url, info.CommitUrl, StringComparison.Ordinal);
        Assert.Equal(Pattern(1000), _hub.Files()["model.bin"]);
    }

    public static TheoryData<string, string> Faults()
    {
        TheoryData<string, string> faults = [];
        foreach (string request in (string[])["validate-yaml", "preupload", "batch", "/upload/", "complete", "verify", "/commit/"])
        {
            foreach (string fault in (string[])["close", "reset", "lost answer", "500", "429", "500 after", "504 after", "cut"])
            {
                faults.Add(request, fault);
            }
        }

        faults.Add("/commit/", "race");
        faults.Add("/commit/", "409");
        faults.Add("paths-info", "503");
        return faults;
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task After_any_fault_the_commit_is_there_once_and_whole(string request, string fault)
    {
        SendInParts(400);
        _hub.StandIn.Fail(null, request, FaultOf(fault));

        await CommitAsync([new CommitOperationDelete("old.txt"), Text("README.md", "# Card"), Bytes("model.bin", 1000)]);

        Assert.Single(_hub.Titles, title => title == "title");
        Assert.Equal("# Card", _hub.Text("README.md"));
        Assert.Equal(Pattern(1000), _hub.Files()["model.bin"]);
        Assert.DoesNotContain("old.txt", _hub.Files().Keys);
        Assert.Empty(_hub.StandIn.Leaks);
    }

    [Theory]
    [InlineData("preupload")]
    [InlineData("batch")]
    [InlineData("/upload/")]
    [InlineData("/commit/")]
    public async Task A_fault_that_lasts_is_one_error_and_the_next_run_repairs(string request)
    {
        _hub.StandIn.Fail(null, request, Fault.Close(), times: -1);

        await Assert.ThrowsAsync<HubConnectionException>(() => CommitAsync([Bytes("model.bin", 1000)]));
        Assert.Empty(_hub.Titles);
        _hub.StandIn.Heal();
        await CommitAsync([Bytes("model.bin", 1000)]);

        Assert.Equal(Pattern(1000), _hub.Files()["model.bin"]);
    }

    [Fact]
    public async Task A_branch_that_moved_away_from_the_given_parent_is_an_error()
    {
        _hub.StandIn.Fail("POST", "/commit/", Fault.Race());

        HfHubHttpException error = await Assert.ThrowsAsync<HfHubHttpException>(
            () => CommitAsync([Text("a.txt", "a")], new CommitOptions { ParentCommit = _hub.Head }));

        Assert.Equal(HttpStatusCode.PreconditionFailed, error.StatusCode);
        Assert.DoesNotContain("a.txt", _hub.Files().Keys);
    }

    [Fact]
    public async Task What_depends_on_the_head_is_made_again_for_a_new_one()
    {
        _hub.StandIn.Fail("POST", "/commit/", Fault.Race("a"));
        _hub.StandIn.Fail("POST", "/commit/", Fault.Race("b"));
        List<string> heads = [];

        await CommitOnHead.RunAsync(Http(), Target(), "title", new CommitOptions(), (head, _) =>
        {
            heads.Add(head);
            return Task.FromResult<IReadOnlyList<CommitOperation>>([Text("a.txt", head)]);
        }, CancellationToken.None);

        Assert.Equal(3, heads.Distinct().Count());
        Assert.Equal(heads[^1], _hub.Text("a.txt"));
        Assert.Single(_hub.Titles, title => title == "title");
    }

    [Fact]
    public async Task A_pull_request_takes_the_commit_and_the_branch_stays()
    {
        CommitInfo info = await CommitAsync([Text("a.txt", "a"), Bytes("model.bin", 10)], new CommitOptions { CreatePr = true });

        Assert.Equal(("refs/pr/1", 1, $"{_hub.StandIn.Url}/alice/repo/discussions/1"), (info.PrRevision, info.PrNum, info.PrUrl));
        Assert.Contains("a.txt", _hub.Files("refs/pr/1").Keys);
        Assert.DoesNotContain("a.txt", _hub.Files().Keys);
        Assert.Equal(2, _hub.Asked(@"(preupload|commit)/main\?create_pr=1$").Length);
        Assert.Null(_hub.Body("/batch")["ref"]);
    }

    [Fact]
    public async Task More_commits_go_to_a_pull_request_by_its_revision()
    {
        await CommitAsync([Text("a.txt", "a")], new CommitOptions { CreatePr = true });

        await CommitAsync([Text("b.txt", "b")], new CommitOptions { Revision = "refs/pr/1" });

        Assert.Single(_hub.Asked("commit/refs%2Fpr%2F1$"));
        Assert.Contains("b.txt", _hub.Files("refs/pr/1").Keys);
    }

    [Fact]
    public async Task A_pull_request_is_never_opened_twice()
    {
        _hub.StandIn.Fail("POST", "/commit/", Fault.StatusAfter(504));

        HubException error = await Assert.ThrowsAsync<HubException>(() => CommitAsync([Text("a.txt", "a")], new CommitOptions { CreatePr = true }));

        Assert.Contains("/discussions", error.Message, StringComparison.Ordinal);
        Assert.Equal(["refs/heads/main", "refs/pr/1"], _hub.StandIn.RefsOf(PushHub.Id).Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_file_that_changes_meanwhile_is_an_error_and_nothing_is_committed()
    {
        string path = _folder.File("weights");
        await File.WriteAllBytesAsync(path, Pattern(1000));
        _hub.Before = request =>
        {
            if (request.StartsWith("PUT", StringComparison.Ordinal))
            {
                File.AppendAllText(path, "more");
            }
        };

        HubException error = await Assert.ThrowsAsync<HubException>(() => CommitAsync([new CommitOperationAdd("model.bin", path)]));

        Assert.Contains("from 1000 to 1004 bytes", error.Message, StringComparison.Ordinal);
        Assert.Empty(_hub.Titles);
    }

    [Fact]
    public async Task A_file_that_vanishes_meanwhile_is_named()
    {
        string path = _folder.Write("a.txt", "a");
        _hub.Before = _ => File.Delete(path);

        HubException error = await Assert.ThrowsAsync<HubException>(() => CommitAsync([new CommitOperationAdd("a.txt", path)]));

        Assert.Contains("it was deleted", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_card_that_the_Hub_refuses_stops_the_push_before_anything_is_sent()
    {
        InvalidCardException error = await Assert.ThrowsAsync<InvalidCardException>(
            () => CommitAsync([Bytes("model.bin", 1000), Text("README.md", "---\ntags: 5\n---\n")]));

        Assert.Contains("Invalid metadata in README.md.", error.Message, StringComparison.Ordinal);
        Assert.Contains("\"tags\" must be an array", error.Message, StringComparison.Ordinal);
        Assert.Equal(["POST /api/validate-yaml"], _hub.Requests);
    }

    [Fact]
    public async Task Files_do_not_follow_a_redirect_to_another_host()
    {
        _hub.StandIn.Fail("POST", "/commit/", Fault.Redirect(HubPort.Other, 307));

        HubException error = await Assert.ThrowsAsync<HubException>(() => CommitAsync([Text("a.txt", "a")]));

        Assert.Contains("another host", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, _hub.Requests.Count);
    }

    [Fact]
    public async Task A_refusal_is_final_at_once()
    {
        _hub.StandIn.Fail("POST", "preupload", Fault.Status(403));

        HfHubHttpException error = await Assert.ThrowsAsync<HfHubHttpException>(() => CommitAsync([Text("a.txt", "a")]));

        Assert.Single(_hub.Asked("preupload"));
        Assert.Contains("write", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Tokens.AliceWrite, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_branch_that_does_not_exist_is_named()
    {
        RevisionNotFoundException error = await Assert.ThrowsAsync<RevisionNotFoundException>(
            () => CommitAsync([Text("a.txt", "a")], new CommitOptions { Revision = "dev" }));

        Assert.Contains("\"dev\"", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copy_of_a_large_file_does_not_travel_and_that_of_a_small_one_does()
    {
        _hub.StandIn.Commit(PushHub.Id, [("a.bin", Pattern(100)), ("a.txt", "a")]);

        await CommitAsync([new CommitOperationCopy("a.bin", "b.bin"), new CommitOperationCopy("a.txt", "b.txt")]);

        Assert.Equal(["lfsFile b.bin", "file b.txt"], _hub.Changes);
        Assert.Equal(Pattern(100), _hub.Files()["b.bin"]);
        Assert.Equal("a", _hub.Text("b.txt"));
        Assert.Empty(_hub.Asked("batch|^PUT"));
    }

    [Fact]
    public async Task What_is_copied_must_exist()
    {
        FileNotFoundException error = await Assert.ThrowsAsync<FileNotFoundException>(() => CommitAsync([new CommitOperationCopy("no.bin", "b.bin")]));

        Assert.Contains("no.bin", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Large_files_that_were_sent_before_are_not_needed_for_the_commit()
    {
        string path = _folder.File("weights");
        await File.WriteAllBytesAsync(path, Pattern(1000));

        IReadOnlyList<CommitOperationAdd> sent = await LfsUpload.SendBeforeAsync(
            Http(), Target(), [new CommitOperationAdd("model.bin", path), Text("a.txt", "a")], CancellationToken.None);
        File.Delete(path);
        await CommitAsync(sent);

        Assert.Single(_hub.Asked("^PUT"));
        Assert.Equal(Pattern(1000), _hub.Files()["model.bin"]);
        Assert.Contains("a.txt", _hub.Files().Keys);
    }

    [Fact]
    public async Task Progress_ends_with_the_whole_file()
    {
        List<TransferProgress> reports = [];
        HubHttp http = Http(new HubOptions { Progress = new Direct<TransferProgress>(reports.Add) });

        await CommitPush.RunAsync(http, new CommitPlan(Target(), [Bytes("model.bin", 500_000)], "title", new CommitOptions()), CancellationToken.None);

        Assert.Equal(new TransferProgress("model.bin", 500_000, 500_000, IsUpload: true, IsFinished: true), reports[^1]);
        Assert.All(reports, report => Assert.True(report is { IsUpload: true, FileName: "model.bin" }));
        Assert.Equal(500_000, reports.Last(report => report.IsHashing).BytesDone);
    }

    [Fact]
    public async Task Cancelling_stops_before_the_commit()
    {
        using CancellationTokenSource stop = new();
        _hub.Before = request =>
        {
            if (request.StartsWith("PUT", StringComparison.Ordinal))
            {
                stop.Cancel();
            }
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CommitPush.RunAsync(
            Http(), new CommitPlan(Target(), [Bytes("model.bin", 1000)], "title", new CommitOptions()), stop.Token));

        Assert.Empty(_hub.Titles);
    }

    [Fact]
    public async Task Two_commits_to_one_repository_wait_for_each_other()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() => CommitAsync([Text($"{i}.txt", "text")]))));

        string[] words = [.. _hub.Requests.Select(request => request.Split('/')[^2])];
        Assert.Equal(Enumerable.Repeat((string[])["preupload", "commit"], 4).SelectMany(pair => pair), words);
        Assert.Equal(4, _hub.Titles.Count);
    }

    [Fact]
    public void What_cannot_be_a_commit_is_refused_without_a_request()
    {
        Assert.Throws<ArgumentException>(() => new CommitPlan(Target(), [], " ", new CommitOptions()));
        Assert.Throws<ArgumentException>(() => new CommitPlan(Target(), [], "title", new CommitOptions { ParentCommit = "main" }));
        Assert.Throws<ArgumentException>(() => new CommitPlan(Target() with { CreatePr = true, Revision = "dev" }, [], "title", new CommitOptions()));
        Assert.Throws<ArgumentException>(() => new CommitPlan(Target(), [Text("a", "1"), Text("a", "2")], "title", new CommitOptions()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/a")]
    [InlineData("../a")]
    [InlineData("a/../b")]
    [InlineData("a//b")]
    [InlineData("a/")]
    [InlineData(".git/config")]
    [InlineData("a/.git")]
    [InlineData(".cache/huggingface/x")]
    public void A_path_that_leads_out_or_belongs_to_git_is_refused(string path)
    {
        Assert.Throws<ArgumentException>(() => Text(path, "text"));
    }

    [Theory]
    [InlineData("./a.txt", "a.txt")]
    [InlineData(".gitignore", ".gitignore")]
    [InlineData(".cache/other", ".cache/other")]
    [InlineData("a.git/b", "a.git/b")]
    public void Other_paths_are_fine(string path, string expected)
    {
        Assert.Equal(expected, Text(path, "text").PathInRepo);
    }

    private static CommitTarget Target() => new(RepoId.Model(PushHub.Id), "main", CreatePr: false);

    private static CommitOperationAdd Text(string path, string text) => new(path, Encoding.UTF8.GetBytes(text));

    private static CommitOperationAdd Bytes(string path, int size) => new(path, Pattern(size));

    private static byte[] Pattern(int size) => PushHub.Pattern(size);

    private static Fault FaultOf(string name) => name switch
    {
        "close" => Fault.Close(),
        "reset" => Fault.Reset(),
        "lost answer" => Fault.LoseAnswer(),
        "cut" => Fault.DropUpload(after: 10),
        "race" => Fault.Race(),
        "500 after" => Fault.StatusAfter(500),
        "504 after" => Fault.StatusAfter(504),
        _ => Fault.Status(int.Parse(name, CultureInfo.InvariantCulture)),
    };

    private void SendInParts(int size)
    {
        _hub.StandIn.Settings.MultipartThreshold = size;
        _hub.StandIn.Settings.PartSize = size;
    }

    private HubHttp Http(HubOptions? options = null) => _hub.Http(options);

    private Task<CommitInfo> CommitAsync(IReadOnlyList<CommitOperation> operations, CommitOptions? options = null)
    {
        options ??= new();
        CommitTarget target = Target() with { Revision = options.Revision ?? "main", CreatePr = options.CreatePr };
        return CommitPush.RunAsync(Http(), new CommitPlan(target, operations, "title", options), CancellationToken.None);
    }
}
