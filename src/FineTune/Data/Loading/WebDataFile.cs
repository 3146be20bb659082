using System.Net;
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
            (etag, _) = await AskAsync(cancellationToken).ConfigureAwait(false);
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
        (_, long? length) = AskAsync(CancellationToken.None).GetAwaiter().GetResult();
        return new RemoteStream(hub.Http, Request(HttpMethod.Get), length ?? throw DataError.NoLength(Path));
    });

    private HubRequest Request(HttpMethod method) => new(method, url) { IsOfCaller = true };

    /// <summary>Asks for the file's ETag and length. Addresses that are signed for GET refuse HEAD; there the answer with the first byte says both.</summary>
    private async Task<(string? Etag, long? Length)> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            (string? Etag, long? Length) told = await AskAsync(Request(HttpMethod.Head), cancellationToken).ConfigureAwait(false);
            if (told.Length is not null)
            {
                return told;
            }
        }
        catch (HfHubHttpException refused) when (refused.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotImplemented)
        {
            // Whether the file is closed or the question alone, GET says.
        }

        return await AskAsync(Request(HttpMethod.Get) with { Headers = [new("Range", "bytes=0-0")] }, cancellationToken).ConfigureAwait(false);
    }

    private async Task<(string? Etag, long? Length)> AskAsync(HubRequest request, CancellationToken cancellationToken)
    {
        using HttpResponseMessage answer = await hub.Http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        string? etag = answer.Headers.TryGetValues("ETag", out IEnumerable<string>? values) ? values.First() : null;
        return (etag, AnswerBody.Of(answer, Path, have: 0).Total);
    }

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
                return isLast ? throw DataError.DownloadBroken(Path, cause) : false;
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
