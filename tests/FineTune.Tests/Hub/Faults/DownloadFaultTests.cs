using FineTune.Hub;

namespace FineTune.Tests.Hub.Faults;

/// <summary>
/// Every fault at every request of a download: the right files or, unless the fault passes, one error of the Hub's kind that names no token; a cache
/// that holds nothing wrong; and a run after it, without the fault, that gets everything.
/// </summary>
public sealed class DownloadFaultTests : IDisposable
{
    private const string Repository = "acme/tiny";
    private const int LongestRun = 12;

    // More often than anything is tried.
    private const int Often = 60;
    private static readonly byte[] s_weights = [.. Enumerable.Range(0, 1_200_000).Select(i => (byte)(i * i >> 7))];
    private readonly StandInHub _hub = new(root => root.Model(Repository,
        ("config.json", "{\"model_type\": \"bert\", \"hidden_size\": 12}"), ("sub/vocab.txt", "[PAD]\n[UNK]\nthe\n"), ("model.safetensors", s_weights)));
    private readonly LoopbackOnlyHandler _handler = new();

    public static TheoryData<string, bool> Lasting => FaultCatalogue.Lasting;

    public static TheoryData<string> Silences => FaultCatalogue.Silences;

    public void Dispose()
    {
        _hub.Dispose();
        _handler.Dispose();
    }

    [Theory]
    [MemberData(nameof(Lasting))]
    public Task One_small_file(string fault, bool isForGood) => CheckEveryRequestAsync(fault, isForGood, OneFile("config.json"));

    [Theory]
    [MemberData(nameof(Lasting))]
    public Task One_large_file(string fault, bool isForGood) => CheckEveryRequestAsync(fault, isForGood, OneFile("model.safetensors"));

    [Theory]
    [MemberData(nameof(Lasting))]
    public Task A_snapshot(string fault, bool isForGood) => CheckEveryRequestAsync(fault, isForGood, SnapshotAsync);

    [Theory]
    [MemberData(nameof(Lasting))]
    public Task The_files_of_a_model(string fault, bool isForGood) => CheckEveryRequestAsync(fault, isForGood, PinnedAsync);

    [Theory]
    [MemberData(nameof(Silences))]
    public Task A_snapshot_that_falls_silent(string fault) => CheckEveryRequestAsync(fault, isForGood: false, SnapshotAsync);

    [Theory]
    [MemberData(nameof(Silences))]
    public Task A_file_that_falls_silent(string fault) => CheckEveryRequestAsync(fault, isForGood: false, OneFile("model.safetensors"));

    private async Task CheckEveryRequestAsync(string fault, bool isForGood, Func<HubDownloader, Task<IReadOnlyDictionary<string, string>>> download)
    {
        List<string> problems = [];
        int requests = await CountAsync(download);
        Assert.InRange(requests, 2, LongestRun);
        bool isSurvived = FaultCatalogue.IsSurvived(fault, isForGood);
        for (int at = 0; at < requests; at++)
        {
            using TemporaryFolder folder = new();
            string cache = folder.File("deep", "cache");
            ListLogger logger = new();
            PlannedFault planned = _hub.Fail(null, "", FaultCatalogue.Make(fault), skip: at, times: isForGood ? Often : 1);
            _hub.ForgetRequests();
            string outcome = await RunAsync(download, cache, logger);
            string asked = _hub.Requests.ElementAtOrDefault(at)?.ToString() ?? "a request that was not made";
            _hub.Heal();
            void Require(bool isFine, string problem) => problems.AddRange(isFine ? [] : [$"{asked}: {problem}"]);

            Require(planned.Acted > 0, "the fault was not met");
            Require(outcome.Length == 0 || (!isSurvived && outcome.StartsWith("HubException", StringComparison.Ordinal)), outcome);
            problems.AddRange(CacheCheck.Problems(cache, isAfterSuccess: outcome.Length == 0).Select(problem => $"{asked}: {problem} after {outcome}"));
            string repaired = await RunAsync(download, cache, logger);
            Require(repaired.Length == 0, $"not repaired after {outcome}: {repaired}");
            problems.AddRange(CacheCheck.Problems(cache, isAfterSuccess: true).Concat(CacheCheck.LeftOvers(cache)).Select(problem => $"{asked}: {problem} after the repair"));
            Require(!Directory.EnumerateFileSystemEntries(folder.Path, "outside*", SearchOption.AllDirectories).Any(), "something was written outside the cache");
            Require(!(outcome + string.Join('\n', logger.Messages)).Contains(Tokens.AliceRead, StringComparison.Ordinal), "the token was said");
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
        Assert.Empty(_hub.Leaks);
        Assert.Empty(_handler.Refused);
    }

    /// <summary>Counts the requests of a download; on a busy machine one may be made again, so the least of several counts.</summary>
    private async Task<int> CountAsync(Func<HubDownloader, Task<IReadOnlyDictionary<string, string>>> download)
    {
        int least = int.MaxValue;
        for (int i = 0; i < 3; i++)
        {
            using TemporaryFolder cache = new();
            _hub.ForgetRequests();
            Assert.Equal("", await RunAsync(download, cache.Path, new ListLogger()));
            least = Math.Min(least, _hub.Requests.Count);
        }

        return least;
    }

    /// <returns>"" for the right files, else what went wrong: an error of the Hub's kind begins with HubException.</returns>
    private async Task<string> RunAsync(Func<HubDownloader, Task<IReadOnlyDictionary<string, string>>> download, string cache, ListLogger logger)
    {
        HubEnvironment environment = new(name => name switch
        {
            "HF_ENDPOINT" => _hub.Url,
            "HF_HUB_ETAG_TIMEOUT" or "HF_HUB_DOWNLOAD_TIMEOUT" => "1",
            _ => null,
        });
        HubOptions options = new() { CacheDir = cache, Token = Tokens.AliceRead, Handler = _handler, Logger = logger };
        try
        {
            using HubDownloader downloader = new(options, environment, new SummedTime());
            IReadOnlyDictionary<string, string> files = await download(downloader);
            IReadOnlyDictionary<string, byte[]> expected = _hub.Export(Repository);
            string[] wrong = [.. files.Where(file => !File.ReadAllBytes(file.Value).AsSpan().SequenceEqual(expected[file.Key])).Select(file => file.Key)];
            return string.Join(", ", wrong);
        }
        catch (HubException error)
        {
            return $"HubException: {error.Message}";
        }
        catch (Exception error)
        {
            return error.ToString();
        }
    }

    private static Func<HubDownloader, Task<IReadOnlyDictionary<string, string>>> OneFile(string file) => async downloader =>
        new Dictionary<string, string> { [file] = await downloader.DownloadAsync(new HubFile(new(RepoType.Model, Repository), "main", file)) };

    // One at a time, so that the third request is the same in every run.
    private static async Task<IReadOnlyDictionary<string, string>> SnapshotAsync(HubDownloader downloader)
    {
        string folder = await new SnapshotDownload(downloader, new() { MaxWorkers = 1 }).RunAsync(new(RepoType.Model, Repository), CancellationToken.None);
        return new[] { ".gitattributes", "config.json", "sub/vocab.txt", "model.safetensors" }.ToDictionary(file => file, file => Path.Combine(folder, file));
    }

    // As from_pretrained asks: for one commit, for what must be there and for what may be.
    private static async Task<IReadOnlyDictionary<string, string>> PinnedAsync(HubDownloader downloader)
    {
        PinnedRepo pin = await downloader.PinAsync(new(RepoType.Model, Repository));
        Dictionary<string, string> files = new() { ["config.json"] = await downloader.DownloadAsync(pin, "config.json") };
        if (await downloader.TryDownloadAsync(pin, "tokenizer.json") is { } none)
        {
            files["tokenizer.json"] = none;
        }

        files["model.safetensors"] = await downloader.TryDownloadAsync(pin, "model.safetensors") ?? throw new InvalidDataException("the weights were said to be missing");
        return files;
    }
}
