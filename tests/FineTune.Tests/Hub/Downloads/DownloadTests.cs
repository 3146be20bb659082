using System.IO.Compression;
using System.Net;
using FineTune.Hub;

namespace FineTune.Tests.Hub.Downloads;

/// <summary>One file, and what can go wrong on its way.</summary>
public sealed class DownloadTests : IDisposable
{
    private const string Large = "model.safetensors";
    private static readonly byte[] LargeBytes = GoldenHub.Bytes(Large);
    private readonly TemporaryFolder _folder = new();
    private readonly GoldenHub _hub = new();
    private readonly ListLogger _logger = new();
    private readonly SummedTime _time = new();

    public void Dispose()
    {
        _folder.Dispose();
        _hub.Dispose();
    }

    [Fact]
    public async Task A_large_files_hash_is_that_of_the_redirect_and_its_bytes_come_from_the_storage_without_a_token()
    {
        bool wasSent = false;
        _hub.Before = request =>
        {
            wasSent |= request.RequestUri!.Host == "storage.test" && request.Headers.Authorization is not null;
            return null;
        };
        string path = await DownloadAsync(Large, Options() with { Token = "hf_secret" });

        Assert.Equal(LargeBytes, File.ReadAllBytes(path));
        Assert.Equal(["HEAD /org/tiny/resolve/main/model.safetensors", "GET https://storage.test/model.safetensors"], _hub.Requests);
        Assert.False(wasSent);
    }

    [Fact]
    public async Task A_file_that_is_there_costs_a_question_and_one_of_a_commit_nothing()
    {
        string path = await DownloadAsync("config.json");
        _hub.Requests.Clear();

        Assert.Equal(path, await DownloadAsync("config.json"));
        Assert.Equal(path, await DownloadAsync("config.json", Options() with { Revision = GoldenHub.Main }));
        Assert.Equal(["HEAD /org/tiny/resolve/main/config.json"], _hub.Requests);
    }

    [Fact]
    public async Task An_empty_file_needs_no_second_request()
    {
        Assert.Equal(0, new FileInfo(LinkedFile.Final(await DownloadAsync("empty.txt")).FullName).Length);
        Assert.Equal(["HEAD /org/tiny/resolve/main/empty.txt"], _hub.Requests);
    }

    [Fact]
    public async Task A_broken_connection_is_gone_on_with_from_where_it_broke()
    {
        List<string?> ranges = [];
        OnStorage(request =>
        {
            ranges.Add(request.Headers.Range?.ToString());
            return ranges.Count <= 3 ? Part(request, 10, new IOException("reset")) : null;
        });

        string path = await DownloadAsync(Large);

        Assert.Equal(LargeBytes, File.ReadAllBytes(path));
        Assert.Equal([null, "bytes=10-", "bytes=20-", "bytes=30-"], ranges);
        AssertNothingPartial();
    }

    [Fact]
    public async Task An_answer_that_ends_early_without_an_error_is_gone_on_with_too()
    {
        int answers = 0;
        OnStorage(request => answers++ == 0 ? Part(request, 10, null) : null);

        Assert.Equal(LargeBytes, File.ReadAllBytes(await DownloadAsync(Large)));
    }

    [Fact]
    public async Task A_server_that_ignores_the_range_begins_again()
    {
        int answers = 0;
        OnStorage(request => answers++ == 0 ? Part(request, 10, new IOException("reset")) : new(HttpStatusCode.OK) { Content = new ByteArrayContent(LargeBytes) });

        Assert.Equal(LargeBytes, File.ReadAllBytes(await DownloadAsync(Large)));
    }

    [Fact]
    public async Task A_server_that_sends_another_part_is_not_believed()
    {
        int answers = 0;
        OnStorage(request =>
        {
            if (answers++ != 1)
            {
                return answers == 1 ? Part(request, 10, new IOException("reset")) : null;
            }

            HttpResponseMessage response = new(HttpStatusCode.PartialContent) { Content = new ByteArrayContent(LargeBytes[5..]) };
            response.Content.Headers.ContentRange = new(5, LargeBytes.Length - 1, LargeBytes.Length);
            return response;
        });

        Assert.Equal(LargeBytes, File.ReadAllBytes(await DownloadAsync(Large)));
    }

    [Fact]
    public async Task Five_tries_that_bring_next_to_nothing_are_enough()
    {
        int answers = 0;
        OnStorage(request => Part(request, answers++ == 0 ? 10 : 0, new IOException("reset by peer")));

        HubConnectionException error = await Assert.ThrowsAsync<HubConnectionException>(() => DownloadAsync(Large));

        Assert.Equal(5, answers);
        Assert.Contains("\"model.safetensors\" of model \"org/tiny\"", error.Message);
        Assert.Contains("after 10 of 45 bytes: reset by peer", error.Message);
        AssertNothingPartial();
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.BadRequest)]
    public async Task A_signed_address_that_is_too_old_is_asked_for_again(HttpStatusCode status)
    {
        int answers = 0;
        OnStorage(request => answers++ switch
        {
            0 => Part(request, 10, new IOException("reset")),
            1 => new(status) { Content = new StringContent("Request has expired") },
            _ => null,
        });

        Assert.Equal(LargeBytes, File.ReadAllBytes(await DownloadAsync(Large)));
        Assert.Equal(2, _hub.Requests.Count(request => request.StartsWith("HEAD", StringComparison.Ordinal)));
        Assert.Contains($"HEAD /org/tiny/resolve/{GoldenHub.Main}/model.safetensors", _hub.Requests);
    }

    [Fact]
    public async Task A_storage_that_refuses_every_address_is_an_error()
    {
        OnStorage(_ => new(HttpStatusCode.Forbidden) { Content = new StringContent("no") });

        await Assert.ThrowsAsync<HubConnectionException>(() => DownloadAsync(Large));
        Assert.Equal(5, _hub.Requests.Count(request => request.StartsWith("GET", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_flipped_bit_is_seen_and_the_file_is_fetched_once_more()
    {
        int answers = 0;
        OnStorage(_ => answers++ == 0 ? Flipped() : null);

        Assert.Equal(LargeBytes, File.ReadAllBytes(await DownloadAsync(Large)));
        Assert.Contains(_logger.Messages, message => message.Contains("Fetching it once more", StringComparison.Ordinal));
        AssertNothingPartial();
    }

    [Fact]
    public async Task A_file_that_stays_damaged_is_an_error_that_says_what_was_expected_and_leaves_nothing()
    {
        OnStorage(_ => Flipped());

        HubException error = await Assert.ThrowsAnyAsync<HubException>(() => DownloadAsync(Large));

        Assert.Contains("instead of hash d1a2c25dd122595cee901e6b2733bceea37ae2b146b820873f2ef11754f6693a", error.Message);
        Assert.Contains("\"model.safetensors\" of model \"org/tiny\"", error.Message);
        Assert.Equal(2, _hub.Requests.Count(request => request.StartsWith("GET", StringComparison.Ordinal)));
        AssertNothingPartial();
        Assert.False(LinkedFile.Exists(Snapshot(Large)));
    }

    [Fact]
    public async Task A_small_files_hash_is_checked_as_well()
    {
        _hub.Before = request => request.Method == HttpMethod.Get ? new(HttpStatusCode.OK) { Content = new StringContent("{\"model_type\": \"BERT\"}\n") } : null;

        await Assert.ThrowsAnyAsync<HubException>(() => DownloadAsync("config.json"));
        AssertNothingPartial();
    }

    [Theory]
    [InlineData(-3)]
    [InlineData(3)]
    public async Task A_file_of_another_size_is_an_error(int difference)
    {
        byte[] bytes = [.. LargeBytes.AsSpan(0, Math.Min(LargeBytes.Length, LargeBytes.Length + difference)), .. new byte[Math.Max(0, difference)]];
        OnStorage(_ => new(HttpStatusCode.OK) { Content = new ByteArrayContent(bytes) });

        HubException error = await Assert.ThrowsAnyAsync<HubException>(() => DownloadAsync(Large));

        Assert.Contains("instead of 45 bytes", error.Message);
        AssertNothingPartial();
    }

    [Fact]
    public async Task More_bytes_than_there_are_is_an_error_even_when_no_length_was_given()
    {
        OnStorage(_ => new(HttpStatusCode.OK) { Content = new StreamContent(new BrokenStream([.. LargeBytes, 0], null)) });

        Assert.Contains("arrived with more", (await Assert.ThrowsAnyAsync<HubException>(() => DownloadAsync(Large))).Message);
    }

    [Fact]
    public async Task A_compressed_answer_is_unpacked_and_begins_again_when_it_breaks()
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(LargeBytes);
        }

        List<string?> ranges = [];
        OnStorage(request =>
        {
            ranges.Add(request.Headers.Range?.ToString());
            StreamContent content = new(ranges.Count == 1 ? new BrokenStream(packed.ToArray()[..^12], new IOException("reset")) : new MemoryStream(packed.ToArray()));
            content.Headers.ContentEncoding.Add("gzip");
            return new(HttpStatusCode.OK) { Content = content };
        });

        Assert.Equal(LargeBytes, File.ReadAllBytes(await DownloadAsync(Large)));
        Assert.Equal([null, null], ranges);
    }

    [Fact]
    public async Task A_compression_nobody_asked_for_and_nobody_knows_is_an_error()
    {
        OnStorage(_ =>
        {
            ByteArrayContent content = new(LargeBytes);
            content.Headers.ContentEncoding.Add("zstd");
            return new(HttpStatusCode.OK) { Content = content };
        });

        Assert.Contains("compressed as \"zstd\"", (await Assert.ThrowsAnyAsync<HubException>(() => DownloadAsync(Large))).Message);
        AssertNothingPartial();
    }

    [Theory]
    [InlineData("../../../../etc/x")]
    [InlineData("main")]
    [InlineData("a/b")]
    public async Task A_hash_that_is_none_is_refused(string etag)
    {
        _hub.Before = _ =>
        {
            HttpResponseMessage response = new(HttpStatusCode.OK);
            response.Headers.TryAddWithoutValidation("X-Repo-Commit", GoldenHub.Main);
            response.Headers.TryAddWithoutValidation("X-Linked-ETag", $"\"{etag}\"");
            return response;
        };

        Assert.Contains("a hash (hexadecimal) was expected", (await Assert.ThrowsAnyAsync<HubException>(() => DownloadAsync(Large))).Message);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("../x", "main")]
    [InlineData("config.json", "../x")]
    [InlineData("a/../../x", "main")]
    public async Task A_name_that_leads_elsewhere_is_refused_before_any_request(string file, string revision)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => DownloadAsync(file, Options() with { Revision = revision }));
        Assert.Empty(_hub.Requests);
    }

    [Fact]
    public async Task A_log_in_page_of_the_network_is_not_taken_for_a_file()
    {
        _hub.Before = _ => new(HttpStatusCode.OK) { Content = new StringContent("<html>") };

        HubException error = await Assert.ThrowsAnyAsync<HubException>(() => DownloadAsync("config.json"));

        Assert.Contains("names no commit (X-Repo-Commit)", error.Message);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task Without_the_Hub_the_cache_serves_at_once_and_else_a_second_patient_question_is_asked()
    {
        string path = await DownloadAsync("config.json");
        _hub.Before = _ => throw new HttpRequestException("no network");
        _hub.Requests.Clear();

        Assert.Equal(path, await DownloadAsync("config.json"));
        Assert.Single(_hub.Requests);
        LocalEntryNotFoundException error = await Assert.ThrowsAsync<LocalEntryNotFoundException>(() => DownloadAsync("empty.txt"));

        Assert.Equal(8, _hub.Requests.Count);   // once, then once and five times more
        Assert.Contains("no network", error.Message);
        Assert.Contains("is not on this computer", error.Message);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, "RevisionNotFound", typeof(RevisionNotFoundException))]
    [InlineData(HttpStatusCode.NotFound, "EntryNotFound", typeof(EntryNotFoundException))]
    public async Task What_the_Hub_no_longer_has_is_an_error_even_when_the_cache_has_it(HttpStatusCode status, string code, Type expected)
    {
        await DownloadAsync("config.json");
        _hub.Before = _ => GoldenHub.Error(status, code);

        Assert.IsType(expected, await Assert.ThrowsAnyAsync<HubException>(() => DownloadAsync("config.json")));
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, "RepoNotFound", typeof(RepositoryNotFoundException))]
    [InlineData(HttpStatusCode.Unauthorized, "GatedRepo", typeof(GatedRepoException))]
    [InlineData(HttpStatusCode.Forbidden, "GatedRepo", typeof(GatedRepoException))]
    [InlineData(HttpStatusCode.Forbidden, null, typeof(HfHubHttpException))]
    [InlineData(HttpStatusCode.NotImplemented, null, typeof(LocalEntryNotFoundException))]
    public async Task A_refusal_is_raised_as_itself_unless_the_cache_has_the_file(HttpStatusCode status, string? code, Type expected)
    {
        string path = await DownloadAsync("config.json");
        _hub.Before = _ => GoldenHub.Error(status, code);

        Assert.Equal(path, await DownloadAsync("config.json"));
        Assert.IsType(expected, await Assert.ThrowsAnyAsync<HubException>(() => DownloadAsync("empty.txt")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task That_a_commit_has_no_such_file_is_remembered_if_the_Hub_says_the_commit(bool saysCommit)
    {
        _hub.Before = _ => GoldenHub.Error(HttpStatusCode.NotFound, "EntryNotFound", saysCommit ? GoldenHub.Main : null);

        await Assert.ThrowsAsync<EntryNotFoundException>(() => DownloadAsync("config.json"));

        Assert.Equal(saysCommit, File.Exists(_folder.File("models--org--tiny", ".no_exist", GoldenHub.Main, "config.json")));
    }

    [Fact]
    public async Task Force_fetches_again_and_replaces_what_is_there()
    {
        string path = await DownloadAsync("config.json");
        File.WriteAllText(LinkedFile.Final(path).FullName, "damaged");

        Assert.Equal(path, await DownloadAsync("config.json", Options() with { ForceDownload = true }));
        Assert.Equal(GoldenHub.Bytes("config.json"), File.ReadAllBytes(path));
        Assert.NotNull(new FileInfo(path).LinkTarget);
    }

    [Fact]
    public async Task Force_turns_a_file_from_before_links_into_a_link()
    {
        _folder.Write($"models--org--tiny/snapshots/{GoldenHub.Main}/config.json", "damaged");

        string path = await DownloadAsync("config.json", Options() with { ForceDownload = true });

        Assert.Equal(GoldenHub.Bytes("config.json"), File.ReadAllBytes(path));
        Assert.NotNull(new FileInfo(path).LinkTarget);
    }

    [Fact]
    public async Task Force_offline_is_a_contradiction() => Assert.Contains(
        "Leave one of the two out",
        (await Assert.ThrowsAsync<ArgumentException>(() => DownloadAsync("config.json", Options() with { ForceDownload = true, LocalFilesOnly = true }))).Message);

    [Fact]
    public async Task Cancelling_in_the_middle_leaves_the_cache_as_it_was_and_the_lock_free()
    {
        using CancellationTokenSource stop = new();
        OnStorage(request =>
        {
            stop.CancelAfter(TimeSpan.Zero);
            return new(HttpStatusCode.OK) { Content = new StreamContent(new BrokenStream(LargeBytes[..10], null, endless: true)) };
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => DownloadAsync(Large, Options(), stop.Token));
        AssertNothingPartial();
        _hub.Before = null;

        Assert.Equal(LargeBytes, File.ReadAllBytes(await DownloadAsync(Large)));
    }

    [Fact]
    public void A_disk_that_is_too_small_is_said_before()
    {
        DiskSpace.Check(_folder.Path, long.MaxValue, Large, _logger);
        DiskSpace.Check(_folder.Path, 0, Large, _logger);
        DiskSpace.Check(_folder.File("none", "deeper"), long.MaxValue, Large, _logger);

        Assert.Equal(2, _logger.Messages.Count);
        Assert.All(_logger.Messages, message => Assert.Contains("Make room", message));
    }

    [Fact]
    public void A_folder_that_is_not_there_has_the_room_of_the_one_it_will_be_in()
    {
        long free = DiskSpace.FreeAt(_folder.Path)!.Value;

        Assert.InRange(DiskSpace.FreeAt(_folder.File("none", "deeper"))!.Value, free / 2, free * 2);
    }

    [Fact]
    public async Task Progress_ends_with_the_whole_file()
    {
        List<TransferProgress> reports = [];

        await DownloadAsync(Large, Options() with { Progress = new Direct<TransferProgress>(reports.Add) });

        Assert.Equal(new TransferProgress(Large, 45, 45, IsFinished: true), reports[^1]);
    }

    private string Snapshot(string file) => _folder.File("models--org--tiny", "snapshots", GoldenHub.Main, file);

    private void OnStorage(Func<HttpRequestMessage, HttpResponseMessage?> answer) =>
        _hub.Before = request => request.RequestUri!.Host == "storage.test" ? answer(request) : null;

    private static HttpResponseMessage Flipped()
    {
        byte[] bytes = [.. LargeBytes];
        bytes[7] ^= 1;
        return new(HttpStatusCode.OK) { Content = new ByteArrayContent(bytes) };
    }

    // What was asked for, as far as some bytes, then the end or an error.
    private static HttpResponseMessage Part(HttpRequestMessage request, int bytes, Exception? error)
    {
        int from = (int)(request.Headers.Range?.Ranges.Single().From ?? 0);
        HttpResponseMessage response = new(from > 0 ? HttpStatusCode.PartialContent : HttpStatusCode.OK)
        {
            Content = new StreamContent(new BrokenStream(LargeBytes[from..(from + bytes)], error)),
        };
        if (from > 0)
        {
            response.Content.Headers.ContentRange = new(from, LargeBytes.Length - 1, LargeBytes.Length);
        }

        return response;
    }

    private void AssertNothingPartial() => Assert.Empty(Directory.GetFiles(_folder.Path, "*.incomplete", SearchOption.AllDirectories));

    private HubOptions Options() => new()
    {
        Endpoint = GoldenHub.Endpoint,
        CacheDir = _folder.Path,
        Handler = _hub,
        Token = false,
        Logger = _logger,
    };

    private async Task<string> DownloadAsync(string file, HubOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= Options();
        using HubDownloader downloader = new(options, new HubEnvironment(_ => null), _time);
        return await downloader.DownloadAsync(new HubFile(RepoId.Model("org/tiny"), options.Revision, file), cancellationToken);
    }
}
