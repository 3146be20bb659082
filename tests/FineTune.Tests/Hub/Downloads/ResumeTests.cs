using System.Net;
using System.Security.Cryptography;
using FineTune.Hub;

namespace FineTune.Tests.Hub.Downloads;

/// <summary>What one run leaves of a large file, and what the next makes of it.</summary>
public sealed class ResumeTests : IDisposable
{
    private const int Size = 3 << 20;
    private const int There = 2 << 20;
    private static readonly byte[] Bytes = RandomBytes();
    private static readonly string Hash = Convert.ToHexStringLower(SHA256.HashData(Bytes));
    private readonly TemporaryFolder _folder = new();
    private readonly GoldenHub _hub = new();
    private readonly List<string?> _ranges = [];
    private int _cutAt = There;
    private int _most = Size;

    public ResumeTests() => _hub.Before = Answer;

    private string Partial => _folder.File("models--org--tiny", "blobs", Hash + ".finetune.incomplete");

    public void Dispose()
    {
        _folder.Dispose();
        _hub.Dispose();
    }

    [Fact]
    public async Task What_has_arrived_of_a_large_file_is_gone_on_with_by_the_next_run()
    {
        await Assert.ThrowsAsync<HubConnectionException>(DownloadAsync);
        long kept = new FileInfo(Partial).Length;
        _ranges.Clear();
        _cutAt = Size;

        Assert.Equal(Bytes, File.ReadAllBytes(await DownloadAsync()));
        Assert.Equal(There, kept);
        Assert.Equal([$"bytes={There}-"], _ranges);
        Assert.False(File.Exists(Partial));
    }

    [Theory]
    [InlineData(100_000, true)]
    [InlineData(1000, false)]
    public async Task Answers_that_break_off_are_gone_on_with_while_they_bring_something_worth_the_while(int most, bool arrives)
    {
        (_cutAt, _most) = (Size, most);

        if (arrives)
        {
            Assert.Equal(Bytes, File.ReadAllBytes(await DownloadAsync()));
            return;
        }

        HubConnectionException error = await Assert.ThrowsAsync<HubConnectionException>(DownloadAsync);
        Assert.Contains("model.safetensors", error.Message, StringComparison.Ordinal);
        Assert.InRange(_ranges.Count, 4, 8);
    }

    [Fact]
    public async Task Less_than_a_megabyte_is_not_worth_keeping()
    {
        _cutAt = (1 << 20) - 1;

        await Assert.ThrowsAsync<HubConnectionException>(DownloadAsync);

        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(Partial)!));
    }

    [Fact]
    public async Task A_partial_file_that_is_whole_needs_no_bytes()
    {
        Leave(Bytes);
        _cutAt = Size;

        Assert.Equal(Bytes, File.ReadAllBytes(await DownloadAsync()));
        Assert.Empty(_ranges);
    }

    [Theory]
    [InlineData(There)]
    [InlineData(Size)]
    public async Task A_partial_file_that_is_damaged_is_found_out_by_its_hash_and_fetched_anew(int length)
    {
        byte[] bytes = Bytes[..length];
        bytes[100] ^= 1;
        Leave(bytes);
        _cutAt = Size;

        Assert.Equal(Bytes, File.ReadAllBytes(await DownloadAsync()));
        Assert.Null(_ranges[^1]);
        Assert.False(File.Exists(Partial));
    }

    [Fact]
    public async Task A_partial_file_that_is_too_long_is_begun_again()
    {
        Leave([.. Bytes, 0]);
        _cutAt = Size;

        Assert.Equal(Bytes, File.ReadAllBytes(await DownloadAsync()));
        Assert.Equal([null], _ranges);
    }

    [Fact]
    public async Task While_another_process_writes_the_file_a_run_waits_and_then_takes_its()
    {
        string blob = _folder.File("models--org--tiny", "blobs", Hash);
        SummedTime time = new();
        using CacheLock held = await CacheLock.AcquireAsync(
            _folder.File(".locks", "models--org--tiny", Hash + ".lock"), new ListLogger(), time, CancellationToken.None);
        Task<string> waiting = DownloadAsync();
        while (!_hub.Requests.Any())
        {
            await Task.Yield();
        }

        Directory.CreateDirectory(Path.GetDirectoryName(blob)!);
        Leave(Bytes[..There]);
        File.WriteAllBytes(blob, Bytes);
        held.Dispose();

        Assert.Equal(Bytes, File.ReadAllBytes(await waiting));
        Assert.Empty(_ranges);
        Assert.False(File.Exists(Partial));
    }

    private static byte[] RandomBytes()
    {
        byte[] bytes = new byte[Size];
        new Random(1).NextBytes(bytes);
        return bytes;
    }

    private void Leave(byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Partial)!);
        File.WriteAllBytes(Partial, bytes);
    }

    // A file of our own in the place of the golden one; no answer goes beyond a place.
    private HttpResponseMessage? Answer(HttpRequestMessage request)
    {
        if (request.Method == HttpMethod.Head)
        {
            HttpResponseMessage response = new(HttpStatusCode.Found);
            response.Headers.Location = new(GoldenHub.Storage + "/x");
            response.Headers.TryAddWithoutValidation("X-Repo-Commit", GoldenHub.Main);
            response.Headers.TryAddWithoutValidation("X-Linked-ETag", $"\"{Hash}\"");
            response.Headers.TryAddWithoutValidation("X-Linked-Size", $"{Size}");
            return response;
        }

        _ranges.Add(request.Headers.Range?.ToString());
        int from = (int)(request.Headers.Range?.Ranges.Single().From ?? 0);
        HttpResponseMessage part = new(from > 0 ? HttpStatusCode.PartialContent : HttpStatusCode.OK)
        {
            Content = new StreamContent(new BrokenStream(Bytes[from..Math.Min(from + _most, Math.Max(from, _cutAt))], new IOException("reset"))),
        };
        part.Content.Headers.ContentRange = from > 0 ? new(from, Size - 1, Size) : null;
        return part;
    }

    private async Task<string> DownloadAsync()
    {
        HubOptions options = new() { Endpoint = GoldenHub.Endpoint, CacheDir = _folder.Path, Handler = _hub, Token = false };
        using HubDownloader downloader = new(options, new HubEnvironment(_ => null), new SummedTime());
        return await downloader.DownloadAsync(new HubFile(RepoId.Model("org/tiny"), "main", "model.safetensors"));
    }
}
