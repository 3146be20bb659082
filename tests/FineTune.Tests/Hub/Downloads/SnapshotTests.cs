using System.Net;
using System.Text.Json.Nodes;
using FineTune.Hub;

namespace FineTune.Tests.Hub.Downloads;

public sealed class SnapshotTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly GoldenHub _hub = new();
    private readonly ListLogger _logger = new();

    public void Dispose()
    {
        _folder.Dispose();
        _hub.Dispose();
    }

    [Fact]
    public async Task A_second_run_makes_one_request_and_one_of_a_commit_none()
    {
        string folder = await RunAsync(Options());
        _hub.Requests.Clear();

        Assert.Equal(folder, await RunAsync(Options()));
        Assert.Equal(folder, await RunAsync(Options() with { Revision = GoldenHub.Main }));
        Assert.Equal(["GET /api/models/org/tiny/revision/main"], _hub.Requests);
    }

    [Fact]
    public async Task The_list_saves_the_question_about_each_file()
    {
        await RunAsync(Options());

        Assert.DoesNotContain(_hub.Requests, request => request.StartsWith("HEAD", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Only_what_the_patterns_choose_is_fetched()
    {
        string folder = await RunAsync(Options() with { AllowPatterns = ["*.json", "nested/"], IgnorePatterns = ["copy*"] });

        Assert.Equal(["config.json", "nested/deep/vocab ä.txt"], FolderText.Of(folder).Keys);
    }

    [Fact]
    public async Task Patterns_that_choose_nothing_are_said()
    {
        await RunAsync(Options() with { AllowPatterns = ["*.bin"] });

        Assert.Contains(_logger.Messages, message => message.Contains("None of the 6 files", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Without_the_Hub_an_incomplete_snapshot_is_told_from_a_whole_one(bool offline)
    {
        string folder = await RunAsync(Options() with { IgnorePatterns = ["*.safetensors"] });
        _hub.Before = _ => GoldenHub.Error(HttpStatusCode.NotImplemented);
        SnapshotDownloadOptions options = Options() with { LocalFilesOnly = offline };

        LocalEntryNotFoundException error = await Assert.ThrowsAsync<LocalEntryNotFoundException>(() => RunAsync(options));

        Assert.Contains("1 file(s) are not on this computer (model.safetensors)", error.Message);
        Assert.Equal(folder, await RunAsync(options with { IgnorePatterns = ["*.safetensors"] }));
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, "RepoNotFound", typeof(RepositoryNotFoundException))]
    [InlineData(HttpStatusCode.NotFound, "RevisionNotFound", typeof(RevisionNotFoundException))]
    [InlineData(HttpStatusCode.NotImplemented, null, typeof(LocalEntryNotFoundException))]
    public async Task With_nothing_on_disk_the_Hubs_refusal_is_raised(HttpStatusCode status, string? code, Type expected)
    {
        _hub.Before = _ => GoldenHub.Error(status, code);

        Assert.IsType(expected, await Assert.ThrowsAnyAsync<HubException>(() => RunAsync(Options())));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("../../../evil")]
    [InlineData("/etc/evil")]
    [InlineData("a/../../../../evil")]
    public async Task A_listing_that_leads_elsewhere_is_refused(string path)
    {
        _hub.Before = request => !request.RequestUri!.AbsolutePath.Contains("/tree/", StringComparison.Ordinal) ? null : new(HttpStatusCode.OK)
        {
            Content = new StringContent(new JsonArray(new JsonObject { ["type"] = "file", ["path"] = path, ["size"] = 1, ["oid"] = new string('a', 40) }).ToJsonString()),
        };

        await Assert.ThrowsAsync<ArgumentException>(() => RunAsync(Options()));
        Assert.DoesNotContain(_hub.Requests, request => request.Contains("evil", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_list_that_names_another_content_than_the_Hub_is_forgotten_and_the_file_fetched()
    {
        string list = WriteList(new JsonObject { ["config.json"] = new JsonObject { ["size"] = 23, ["blob_id"] = new string('a', 40) } });

        string folder = await RunAsync(Options());

        Assert.Equal(GoldenHub.Bytes("config.json"), File.ReadAllBytes(Path.Combine(folder, "config.json")));
        Assert.False(File.Exists(list));
    }

    [Fact]
    public async Task A_list_with_a_file_that_the_Hub_does_not_have_is_forgotten()
    {
        string list = WriteList(new JsonObject { ["cOnfig.json"] = new JsonObject { ["size"] = 23, ["blob_id"] = new string('a', 40) } });

        await Assert.ThrowsAsync<EntryNotFoundException>(() => RunAsync(Options()));

        Assert.False(File.Exists(list));
        Assert.Equal(6, FolderText.Of(await RunAsync(Options())).Count);
    }

    [Theory]
    [InlineData("[{\"type\": \"file\"}]")]
    [InlineData("[{\"type\": \"file\", \"path\": \"a\", \"size\": \"1\", \"oid\": \"b\"}]")]
    public async Task A_listing_that_is_none_is_an_error(string text)
    {
        _hub.Before = request => request.RequestUri!.AbsolutePath.Contains("/tree/", StringComparison.Ordinal)
            ? new(HttpStatusCode.OK) { Content = new StringContent(text) }
            : null;

        Assert.Contains("list of files", (await Assert.ThrowsAnyAsync<HubException>(() => RunAsync(Options()))).InnerException?.Message ?? string.Empty);
    }

    [Fact]
    public async Task A_branch_is_remembered_only_when_everything_is_there()
    {
        _hub.Before = request => request.RequestUri!.Host == "storage.test" ? GoldenHub.Error(HttpStatusCode.NotFound) : null;

        await Assert.ThrowsAnyAsync<HubException>(() => RunAsync(Options()));

        Assert.False(Directory.Exists(_folder.File("models--org--tiny", "refs")));
    }

    private string WriteList(JsonObject files) => _folder.Write(
        $"models--org--tiny/trees/{GoldenHub.Main}.json", new JsonObject { ["format_version"] = 1, ["files"] = files }.ToJsonString());

    private static async Task<string> RunAsync(SnapshotDownloadOptions options)
    {
        using HubDownloader downloader = new(options, new HubEnvironment(_ => null), new SummedTime());
        return await new SnapshotDownload(downloader, options).RunAsync(RepoId.Model("org/tiny"), CancellationToken.None);
    }

    private SnapshotDownloadOptions Options() => new()
    {
        Endpoint = GoldenHub.Endpoint,
        CacheDir = _folder.Path,
        Handler = _hub,
        Token = false,
        Logger = _logger,
    };
}
