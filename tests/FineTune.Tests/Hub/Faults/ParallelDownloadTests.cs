using FineTune.Hub;

namespace FineTune.Tests.Hub.Faults;

/// <summary>Several at once, and what happens where somebody stops.</summary>
public sealed class ParallelDownloadTests : IDisposable
{
    private const string Repository = "acme/tiny";
    private static readonly byte[] s_weights = [.. Enumerable.Range(0, 2_000_000).Select(i => (byte)(i * i >> 5))];
    private readonly StandInHub _hub = new(root => root.Model(Repository, ("config.json", "{}"), ("model.safetensors", s_weights)));
    private readonly LoopbackOnlyHandler _handler = new();
    private readonly TemporaryFolder _cache = new();

    public void Dispose()
    {
        _hub.Dispose();
        _handler.Dispose();
        _cache.Dispose();
    }

    [Fact]
    public async Task Eight_who_ask_for_one_file_get_it_from_one_download()
    {
        string[] paths = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => DownloadAsync())));

        Assert.Single(paths.Distinct());
        Assert.Equal(s_weights, File.ReadAllBytes(paths[0]));
        Assert.Single(_hub.Requests, request => request is { Port: HubPort.Cdn, Method: "GET" });
        Assert.Empty(CacheCheck.Problems(_cache.Path, isAfterSuccess: true));
    }

    [Fact]
    public async Task Who_gives_up_leaves_the_others_to_finish()
    {
        PlannedFault stall = _hub.Fail("GET", "/objects/", Fault.Stall(after: 1_200_000));
        using CancellationTokenSource leaving = new();
        Task<string> first = DownloadAsync(leaving.Token);
        await stall.Reached;
        Task<string> second = DownloadAsync();

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal(s_weights, File.ReadAllBytes(await second));
        Assert.Empty(CacheCheck.Problems(_cache.Path, isAfterSuccess: true));
    }

    [Fact]
    public async Task What_had_arrived_before_the_network_failed_is_not_sent_again()
    {
        _hub.Fail("GET", "/objects/", Fault.Drop(after: 1_200_000));
        _hub.Fail("GET", "/objects/", Fault.Close(), times: -1);
        await Assert.ThrowsAsync<HubConnectionException>(() => DownloadAsync());
        _hub.Heal();
        _hub.ForgetRequests();

        string path = await DownloadAsync();

        Assert.Equal(s_weights, File.ReadAllBytes(path));
        RecordedRequest rest = Assert.Single(_hub.Requests, request => request is { Port: HubPort.Cdn });
        Assert.Equal("bytes=1200000-", rest.Headers["Range"]);
        SpinWait.SpinUntil(() => rest.BytesSent >= s_weights.Length - 1_200_000, TimeSpan.FromSeconds(30)); // It counts what was sent after sending it.
        Assert.Equal(s_weights.Length - 1_200_000, rest.BytesSent);
    }

    [Fact]
    public async Task A_signed_address_that_expires_on_the_way_is_asked_for_anew()
    {
        PlannedFault stall = _hub.Fail("GET", "/objects/", Fault.Stall(after: 1_200_000));
        Task<string> download = DownloadAsync();
        await stall.Reached;
        _hub.ExpireUrls();

        string path = await download;

        Assert.Equal(s_weights, File.ReadAllBytes(path));
        Assert.Contains(_hub.Requests, request => request is { Port: HubPort.Cdn, Status: 403 });
        Assert.Empty(_hub.Leaks);
    }

    [Fact]
    public async Task Offline_what_is_there_is_found_without_a_request_and_what_is_not_is_named()
    {
        await DownloadAsync();
        using NoSocketHandler none = new();

        string path = await DownloadAsync(handler: none, isOffline: true);
        LocalEntryNotFoundException error = await Assert.ThrowsAsync<LocalEntryNotFoundException>(() => DownloadAsync(file: "config.json", handler: none, isOffline: true));

        Assert.Equal(s_weights, File.ReadAllBytes(path));
        Assert.Contains("config.json", error.Message, StringComparison.Ordinal);
        Assert.Empty(none.Requests);
    }

    private async Task<string> DownloadAsync(CancellationToken cancellationToken = default, string file = "model.safetensors", HttpMessageHandler? handler = null, bool isOffline = false)
    {
        HubEnvironment environment = new(name => name switch
        {
            "HF_ENDPOINT" => _hub.Url,
            "HF_HUB_DOWNLOAD_TIMEOUT" => "2",
            "HF_HUB_OFFLINE" => isOffline ? "1" : null,
            _ => null,
        });
        using HubDownloader downloader = new(new() { CacheDir = _cache.Path, Token = Tokens.AliceRead, Handler = handler ?? _handler }, environment, new SummedTime());
        return await downloader.DownloadAsync(new HubFile(new(RepoType.Model, Repository), "main", file), cancellationToken);
    }
}
