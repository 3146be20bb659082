using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using FineTune.Hub;
using FineTune.IO;

namespace FineTune.Data;

/// <summary>
/// A data file of another host than the Hub, which never sees the token. It is kept as the reference keeps it: by the hash of its address and
/// that of its ETag, with a file beside it that says both.
/// </summary>
internal sealed class WebDataFile(HubDatasets hub, string url) : DataFileSource(HubText.Shown(url))
{
    private const int Attempts = 5;
    private const int BufferSize = 1 << 17;

    public override async Task<string> FetchAsync(CancellationToken cancellationToken)
    {
        string? etag;
        try
        {
            using HttpResponseMessage head = await hub.Http.SendAsync(Request(HttpMethod.Head), cancellationToken).ConfigureAwait(false);
            etag = head.Headers.TryGetValues("ETag", out IEnumerable<string>? values) ? values.First() : null;
        }
        catch (HubException cause) when (cause is HubConnectionException or OfflineModeIsEnabledException)
        {
            return FindAny() ?? throw DataError.UrlNotReached(Path, cause);
        }

        string path = System.IO.Path.Combine(hub.Downloads, Hash(url) + (etag is null ? string.Empty : "." + Hash(etag)));
        if (!File.Exists(path) || hub.Http.Options.ForceDownload)
        {
            await DownloadAsync(path, cancellationToken).ConfigureAwait(false);
            string about = JsonText.WriteLine(new JsonObject { ["url"] = url, ["etag"] = etag });
            await File.WriteAllTextAsync(path + ".json", about, cancellationToken).ConfigureAwait(false);
        }

        return path;
    }

    public override ReadableFile ToReadable() => ReadableFile.Remote(Path, () =>
    {
        using HttpResponseMessage head = hub.Http.SendAsync(Request(HttpMethod.Head)).GetAwaiter().GetResult();
        return new RemoteStream(hub.Http, Request(HttpMethod.Get), head.Content.Headers.ContentLength ?? throw DataError.NoLength(Path));
    });

    private HubRequest Request(HttpMethod method) => new(method, url) { IsOfCaller = true };

    /// <summary>The newest copy of whatever version.</summary>
    private string? FindAny() => Directory.Exists(hub.Downloads)
        ? Directory.EnumerateFiles(hub.Downloads, Hash(url) + "*")
            .Where(file => System.IO.Path.GetExtension(file) is not (".json" or ".lock" or ".incomplete" or ".tmp"))
            .MaxBy(File.GetLastWriteTimeUtc)
        : null;

    private Task DownloadAsync(string path, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(hub.Downloads);
        return WholeFile.WriteAsync(path, async file =>
        {
            for (int attempt = 1; !await TryReceiveAsync(file, attempt == Attempts, cancellationToken).ConfigureAwait(false); attempt++)
            {
                await hub.Http.WaitAsync(TimeSpan.FromSeconds(attempt == 1 ? 0 : 1), cancellationToken).ConfigureAwait(false);
            }
        });
    }

    private async Task<bool> TryReceiveAsync(Stream file, bool isLast, CancellationToken cancellationToken)
    {
        file.SetLength(0);
        using HttpResponseMessage response = await hub.Http.SendAsync(Request(HttpMethod.Get), cancellationToken).ConfigureAwait(false);
        AnswerBody body = AnswerBody.Of(response, Path, have: 0);
        byte[] buffer = new byte[BufferSize];
        while (true)
        {
            int count;
            try
            {
                count = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception cause) when (cause is InvalidDataException || HubRetry.IsConnectionFailure(cause))
            {
                return isLast ? throw DataError.UrlNotReached(Path, cause) : false;
            }

            if (count == 0)
            {
                return true;
            }

            await file.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
        }
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
