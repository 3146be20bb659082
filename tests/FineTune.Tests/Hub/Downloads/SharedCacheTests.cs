using FineTune.Hub;

namespace FineTune.Tests.Hub.Downloads;

/// <summary>The folders that the reference's client makes, made by ours; and the reference's, read by ours.</summary>
public sealed class SharedCacheTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly GoldenHub _hub = new();

    public void Dispose()
    {
        _folder.Dispose();
        _hub.Dispose();
    }

    [Theory]
    [InlineData("links", "")]
    [InlineData("files", "1")]
    public async Task The_folders_are_the_references_byte_for_byte_and_link_for_link(string name, string disableSymlinks)
    {
        HubEnvironment environment = new(variable => variable == "HF_HUB_DISABLE_SYMLINKS" ? disableSymlinks : null);
        using HubDownloader downloader = new(Options(), environment);
        await new SnapshotDownload(downloader, Options()).RunAsync(RepoId.Model("org/tiny"), default);
        await downloader.DownloadAsync(new HubFile(RepoId.Model("org/tiny"), "feature/x", "config.json"));
        await downloader.DownloadAsync(new HubFile(RepoId.Dataset("org/rows"), "main", "data/train.csv"));
        await Assert.ThrowsAsync<EntryNotFoundException>(() => downloader.DownloadAsync(new HubFile(RepoId.Model("org/tiny"), "main", "nested/none.json")));
        SnapshotDownloadOptions local = Options() with { LocalDir = _folder.File("folder"), AllowPatterns = ["*.json", "nested/"] };
        await new SnapshotDownload(downloader, local).RunAsync(RepoId.Model("org/tiny"), default);

        Assert.Equal(FolderText.Of(GoldenHub.Case(name, "cache")), FolderText.Of(_folder.File("cache")));
        Assert.Equal(FolderText.Of(GoldenHub.Case(name, "folder")), FolderText.Of(_folder.File("folder")));
    }

    [Theory]
    [InlineData("links")]
    [InlineData("files")]
    public async Task The_references_cache_serves_offline_and_is_not_touched(string name)
    {
        FolderText.Restore(GoldenHub.Case(name, "cache"), _folder.File("cache"));
        SnapshotDownloadOptions options = Options() with { LocalFilesOnly = true };
        using HubDownloader downloader = new(options);

        string snapshot = await HfHub.SnapshotDownloadAsync("org/tiny", options);
        string other = await HfHub.HfHubDownloadAsync("org/tiny", "config.json", options with { Revision = "feature/x" });
        string rows = await HfHub.HfHubDownloadAsync("org/rows", "train.csv", options with { RepoType = RepoType.Dataset, Subfolder = "data" });
        PinnedRepo pin = await downloader.PinAsync(RepoId.Model("org/tiny"));

        Assert.Equal(GoldenHub.Bytes("nested/deep/vocab ä.txt"), File.ReadAllBytes(Path.Combine(snapshot, "nested", "deep", "vocab ä.txt")));
        Assert.Contains("distilbert", File.ReadAllText(other));
        Assert.Contains("hello,1", File.ReadAllText(rows));
        Assert.Equal(GoldenHub.Main, pin.Commit);
        Assert.Null(await downloader.TryDownloadAsync(pin, "nested/none.json"));
        Assert.Equal(6, (await downloader.ListFilesAsync(pin)).Count);
        Assert.Empty(_hub.Requests);
        Assert.Equal(FolderText.Of(GoldenHub.Case(name, "cache")), FolderText.Of(_folder.File("cache")));
    }

    [Fact]
    public async Task The_references_folder_is_seen_to_be_up_to_date()
    {
        FolderText.Restore(GoldenHub.Case("links", "folder"), _folder.File("folder"));
        foreach (string note in Directory.GetFiles(_folder.File("folder"), "*.metadata", SearchOption.AllDirectories))
        {
            File.WriteAllText(note, File.ReadAllText(note).Replace("TIME", "4000000000.5", StringComparison.Ordinal));
        }

        SnapshotDownloadOptions options = Options() with { LocalDir = _folder.File("folder"), AllowPatterns = ["*.json", "nested/"] };
        using HubDownloader downloader = new(options, new HubEnvironment(_ => null));
        await new SnapshotDownload(downloader, options).RunAsync(RepoId.Model("org/tiny"), default);

        Assert.Equal(["GET /api/models/org/tiny/revision/main"], _hub.Requests);
    }

    [Fact]
    public void A_file_is_found_known_to_be_missing_or_not_known()
    {
        FolderText.Restore(GoldenHub.Case("links", "cache"), _folder.File("cache"));

        Assert.EndsWith("config.json", HfHub.TryToLoadFromCache("org/tiny", "config.json", _folder.File("cache")).Path);
        Assert.Equal(new CacheLookup(null, true), HfHub.TryToLoadFromCache("org/tiny", "nested/none.json", _folder.File("cache")));
        Assert.Equal(default, HfHub.TryToLoadFromCache("org/tiny", "other.json", _folder.File("cache")));
        Assert.Equal(default, HfHub.TryToLoadFromCache("org/other", "config.json", _folder.File("cache")));
        Assert.Equal(default, HfHub.TryToLoadFromCache("org/tiny", "config.json", _folder.File("cache"), "v1"));
    }

    private SnapshotDownloadOptions Options() => new()
    {
        Endpoint = GoldenHub.Endpoint,
        CacheDir = _folder.File("cache"),
        Handler = _hub,
        Token = false,
    };

    [Fact]
    public async Task A_snapshot_of_a_subfolder_is_chosen_by_patterns()
    {
        ArgumentException refused = await Assert.ThrowsAsync<ArgumentException>(
            () => HfHub.SnapshotDownloadAsync("org/tiny", new SnapshotDownloadOptions { Subfolder = "folder", LocalFilesOnly = true }));

        Assert.Contains("AllowPatterns", refused.Message);
    }
}
