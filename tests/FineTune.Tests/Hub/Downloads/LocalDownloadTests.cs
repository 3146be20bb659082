using FineTune.Hub;

namespace FineTune.Tests.Hub.Downloads;

/// <summary>Downloads into a folder of the caller's.</summary>
public sealed class LocalDownloadTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly GoldenHub _hub = new();

    private string Config => _folder.File("out", "config.json");

    private string Note => _folder.File("out", ".cache", "huggingface", "download", "config.json.metadata");

    public void Dispose()
    {
        _folder.Dispose();
        _hub.Dispose();
    }

    [Fact]
    public async Task A_file_that_is_current_is_not_fetched_again()
    {
        await DownloadAsync("config.json");
        _hub.Requests.Clear();

        Assert.Equal(Config, await DownloadAsync("config.json"));
        Assert.Equal(Config, await DownloadAsync("config.json", GoldenHub.Main));
        Assert.Equal(["HEAD /org/tiny/resolve/main/config.json"], _hub.Requests);
        Assert.Null(new FileInfo(Config).LinkTarget);
    }

    [Fact]
    public async Task A_file_that_was_changed_is_fetched_again()
    {
        await DownloadAsync("config.json");
        File.WriteAllText(Config, "mine");
        File.SetLastWriteTimeUtc(Config, DateTime.UtcNow.AddMinutes(1));

        await DownloadAsync("config.json");

        Assert.Equal(GoldenHub.Bytes("config.json"), File.ReadAllBytes(Config));
    }

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("config.json")]
    public async Task A_file_without_notes_that_has_the_right_hash_is_only_noted(string file)
    {
        Directory.CreateDirectory(_folder.File("out"));
        File.WriteAllBytes(_folder.File("out", file), GoldenHub.Bytes(file));

        await DownloadAsync(file);

        Assert.DoesNotContain(_hub.Requests, request => request.StartsWith("GET", StringComparison.Ordinal));
        Assert.True(File.Exists(_folder.File("out", ".cache", "huggingface", "download", file + ".metadata")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\nb\nnot a time\n")]
    public async Task Damaged_notes_are_no_notes(string text)
    {
        await DownloadAsync("config.json");
        File.WriteAllText(Note, text);

        Assert.Equal(Config, await DownloadAsync("config.json"));
        Assert.StartsWith(GoldenHub.Main, File.ReadAllText(Note));
    }

    [Fact]
    public async Task Without_the_Hub_the_file_that_is_there_serves()
    {
        await DownloadAsync("config.json");
        _hub.Before = _ => throw new HttpRequestException("no network");

        Assert.Equal(Config, await DownloadAsync("config.json"));
        await Assert.ThrowsAsync<LocalEntryNotFoundException>(() => DownloadAsync("empty.txt"));
    }

    [Fact]
    public async Task A_file_may_not_take_the_place_of_the_notes() => Assert.Contains(
        "keep their own notes", (await Assert.ThrowsAsync<ArgumentException>(() => DownloadAsync(".cache/huggingface/download/config.json.metadata"))).Message);

    [Fact]
    public async Task A_broken_download_leaves_the_old_file()
    {
        Directory.CreateDirectory(_folder.File("out"));
        File.WriteAllText(Config, "old");
        _hub.Before = request => request.Method == HttpMethod.Get ? throw new HttpRequestException("no network") : null;

        await Assert.ThrowsAsync<HubConnectionException>(() => DownloadAsync("config.json"));

        Assert.Equal("old", File.ReadAllText(Config));
        Assert.Empty(Directory.GetFiles(_folder.File("out"), "*.incomplete", SearchOption.AllDirectories));
    }

    private async Task<string> DownloadAsync(string file, string revision = "main")
    {
        HubOptions options = new() { Endpoint = GoldenHub.Endpoint, CacheDir = _folder.File("cache"), Handler = _hub, Token = false };
        using HubDownloader downloader = new(options, new HubEnvironment(_ => null), new SummedTime());
        return await downloader.BringAsync(new HubFile(RepoId.Model("org/tiny"), revision, file), _folder.File("out"));
    }
}
