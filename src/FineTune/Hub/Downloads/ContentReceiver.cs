using System.Net;
using FineTune.Terminal;
using Microsoft.Extensions.Logging;

namespace FineTune.Hub;

/// <summary>
/// Fetches a content: answer after answer until all of it is there, then looks at its hash, then renames it to where it belongs. A partial file
/// is kept for the next run where the connection failed or the caller cancelled, and deleted after everything else.
/// </summary>
/// <remarks>
/// An answer that breaks off is gone on with from where it broke (Range). Five in a row that bring next to nothing are enough. What is wrong from the
/// beginning (size or hash) is fetched once more from nothing, under a name of its own, and then given up.
/// </remarks>
internal sealed class ContentReceiver(HubHttp http, MetadataRequest questions, TimeProvider time, ILogger logger)
{
    private const int MaxTriesWithoutProgress = 5;
    private const int BufferSize = 1 << 17;

    // A connection that brings less than this each time never comes to an end.
    private const long Progress = 1 << 16;

    // Less is fetched again faster than it is worth a file that somebody may never come back for.
    private const long WorthKeeping = 1 << 20;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public async Task ReceiveAsync(HubFile file, FileMetadata metadata, DownloadTarget target, CancellationToken cancellationToken)
    {
        bool isNamed = target.IsExclusive && (Etag.IsSha256(metadata.Etag) || Etag.IsGitBlob(metadata.Etag));
        try
        {
            await FetchAsync(file, metadata, target, isNamed ? target.KeptPartial : target.OwnPartial(), cancellationToken);
        }
        catch (ContentMismatchException error)
        {
            logger.LogWarning(EventLog.Hub, "{Message} Fetching it once more.", error.Message);
            FileMetadata renewed = await RenewAsync(file, metadata, cancellationToken);
            await FetchAsync(file, renewed, target, target.OwnPartial(), cancellationToken);
        }
    }

    private async Task FetchAsync(HubFile file, FileMetadata metadata, DownloadTarget target, string path, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        bool isKept = false;
        PartialFile partial = await PartialFile.OpenAsync(path, metadata.Etag, metadata.Size, cancellationToken);
        try
        {
            await using (partial)
            {
                ProgressReport progress = new(http.Options.Progress, file.Path, time);
                DiskSpace.Check(Path.GetDirectoryName(path)!, (metadata.Size ?? 0) - partial.Length, file.Path, logger);
                await FillAsync(file, metadata, partial, progress, cancellationToken);
                await CheckAsync(file, metadata, partial, cancellationToken);
                progress.Finished(partial.Length);
            }

            File.Move(path, target.Destination, overwrite: true);
        }
        catch (Exception error) when (error is HubConnectionException or OperationCanceledException)
        {
            isKept = path == target.KeptPartial && partial.Length >= WorthKeeping;
            throw;
        }
        finally
        {
            if (!isKept)
            {
                File.Delete(path);   // after success there is nothing under this name
            }
        }
    }

    private static async Task CheckAsync(HubFile file, FileMetadata metadata, PartialFile partial, CancellationToken cancellationToken)
    {
        string? hash = await partial.FinishAsync(cancellationToken);
        if (hash is not null && hash != metadata.Etag)
        {
            throw new ContentMismatchException(file, $"hash {metadata.Etag}", $"hash {hash}");
        }
    }

    private async Task FillAsync(HubFile file, FileMetadata metadata, PartialFile partial, ProgressReport progress, CancellationToken cancellationToken)
    {
        string url = metadata.Url;
        long furthest = partial.Length;
        for (int tries = 1; partial.Size is null || partial.Length < partial.Size; tries++)
        {
            Broken? broken = await OneAnswerAsync(file, url, partial, progress, cancellationToken);
            if (broken is null)
            {
                return;
            }

            if (partial.Length - furthest >= Progress)
            {
                furthest = partial.Length;
                tries = 0;
            }

            if (tries >= MaxTriesWithoutProgress)
            {
                throw Throw.DownloadBrokeOff(file, broken.Reason, partial.Length, partial.Size, broken.Cause);
            }

            logger.LogInformation(EventLog.Hub, "{File} broke off after {Bytes:N0} bytes ({Reason}). Going on.", file, partial.Length, broken.Reason);
            if (broken.IsUrlStale)
            {
                url = (await RenewAsync(file, metadata, cancellationToken)).Url;
            }
            else
            {
                await http.WaitAsync(Pause, cancellationToken);
            }
        }
    }

    private async Task<Broken?> OneAnswerAsync(
        HubFile file, string url, PartialFile partial, ProgressReport progress, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            response = await http.SendAsync(Request(file, url, partial.Length), cancellationToken);
        }
        catch (HfHubHttpException error) when (error.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable && partial.Length > 0)
        {
            partial.Restart();
            return new("the server has less than that", error);
        }
        catch (HfHubHttpException error) when (IsOfStaleUrl(error, url))
        {
            return new("its address is no longer valid", error, IsUrlStale: true);
        }

        using (response)
        {
            AnswerBody body = AnswerBody.Of(response, file.ToString(), partial.Length);
            if (!body.Continues)
            {
                partial.Restart();
            }

            CheckTotal(file, body.Total, partial);
            return body.StartsElsewhere ? new("the server sent another part", null) : await CopyAsync(file, body, partial, progress, cancellationToken);
        }
    }

    private static async Task<Broken?> CopyAsync(
        HubFile file, AnswerBody body, PartialFile partial, ProgressReport progress, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[BufferSize];
        Broken? broken = null;
        while (broken is null)
        {
            int read = 0;
            try
            {
                read = await body.ReadAsync(buffer, cancellationToken);
            }
            catch (Exception error) when (HubRetry.IsConnectionFailure(error) || error is InvalidDataException)
            {
                broken = new(error.Message, error);
            }

            if (read == 0)
            {
                break;
            }

            await partial.AppendAsync(buffer.AsMemory(0, read), cancellationToken);
            progress.Moved(partial.Length, partial.Size);
            if (partial.Length > partial.Size)
            {
                throw new ContentMismatchException(file, $"{partial.Size} bytes", "more");
            }
        }

        bool isWhole = broken is null && (partial.Size is null || partial.Length == partial.Size);
        if (isWhole)
        {
            return null;
        }

        if (body.IsEncoded)
        {
            partial.Restart();   // a place in a compressed answer is no place in the file
        }

        return broken ?? new("the connection was closed early", null);
    }

    // A server that is of another opinion about the size has another file.
    private static void CheckTotal(HubFile file, long? total, PartialFile partial)
    {
        if (total is not null && partial.Size is not null && total != partial.Size)
        {
            throw new ContentMismatchException(file, $"{partial.Size} bytes", $"{total} bytes");
        }

        partial.Size ??= total;
    }

    private static HubRequest Request(HubFile file, string url, long have)
    {
        HubRequest request = HubRequest.Get(url) with { Repo = file.Repo, Revision = file.Revision, File = file.Path };
        return have == 0 ? request : request with { Headers = [new("Range", $"bytes={have}-")] };
    }

    // Signed addresses hold for about an hour; the storage answers 403 or 400 after that. The Hub itself means what it says, but an address
    // below the endpoint may have led to the storage.
    private bool IsOfStaleUrl(HfHubHttpException error, string url) =>
        error.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.BadRequest
        && error is not (RepositoryNotFoundException or DisabledRepoException)
        && (url.StartsWith('/') || !http.IsHubOrigin(new Uri(url)));

    private async Task<FileMetadata> RenewAsync(HubFile file, FileMetadata metadata, CancellationToken cancellationToken)
    {
        FileMetadata renewed = await questions.SendAsync(
            file with { Revision = metadata.Commit }, http.Environment.EtagTimeout, retry: true, cancellationToken);
        return renewed.Etag == metadata.Etag ? renewed : throw new ContentMismatchException(file, $"hash {metadata.Etag}", $"hash {renewed.Etag}");
    }

    private sealed record Broken(string Reason, Exception? Cause, bool IsUrlStale = false);
}
