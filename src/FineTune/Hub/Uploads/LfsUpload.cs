using System.Net;
using System.Text.Json.Nodes;

namespace FineTune.Hub;

/// <summary>Sends large files to where the Hub wants them. What it has already is not sent.</summary>
internal sealed class LfsUpload(HubHttp http, CommitTarget target)
{
    private const int MaxParallel = 5;
    private const int MaxBatchesPerFile = 5;

    /// <summary>Sends the large ones of some files before their commit, and gets operations that need them no more.</summary>
    public static async Task<IReadOnlyList<CommitOperationAdd>> SendBeforeAsync(
        HubHttp http, CommitTarget target, IReadOnlyList<CommitOperationAdd> additions, CancellationToken cancellationToken)
    {
        PendingFile[] files = [.. additions.Select(addition => new PendingFile(addition.Source.Begin(addition.PathInRepo)))];
        await Preupload.AskAsync(http, target, files, cancellationToken);
        PendingFile[] large = [.. files.Where(file => file.IsLarge && !file.IsIgnored)];
        await new LfsUpload(http, target).SendAsync(large, cancellationToken);
        List<CommitOperationAdd> operations = [];
        foreach ((CommitOperationAdd addition, PendingFile file) in additions.Zip(files))
        {
            operations.Add(large.Contains(file)
                ? new CommitOperationAdd(file.Path, new UploadedSource(await file.Content.Sha256Async(null, cancellationToken), file.Content.Size, file.Content.Sample))
                : addition);
        }

        return operations;
    }

    /// <exception cref="HubException">A file did not arrive.</exception>
    public async Task SendAsync(IReadOnlyList<PendingFile> files, CancellationToken cancellationToken)
    {
        // Two paths with the same content are one object.
        Dictionary<string, UploadContent> byOid = new(StringComparer.Ordinal);
        foreach (PendingFile file in files)
        {
            byOid.TryAdd(await HashAsync(file.Content, cancellationToken), file.Content);
        }

        foreach (KeyValuePair<string, UploadContent>[] some in byOid.Where(pair => !pair.Value.IsUploaded).Chunk(Preupload.MaxFiles))
        {
            JsonNode? answer = await BatchAsync(some.Select(pair => (pair.Key, pair.Value.Size)), cancellationToken);
            ParallelOptions options = new() { MaxDegreeOfParallelism = MaxParallel, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(some, options, async (pair, token) =>
                await SendOneAsync(pair.Value, pair.Key, LfsObject.Read(answer, pair.Value.PathInRepo, pair.Key, pair.Value.Size), token));
        }
    }

    /// <summary>The hash of a large file, with progress: reading it all takes a while.</summary>
    public Task<string> HashAsync(UploadContent content, CancellationToken cancellationToken) =>
        content.Sha256Async(http.ProgressOfUpload(content.PathInRepo), cancellationToken);

    private Task<JsonNode?> BatchAsync(IEnumerable<(string Oid, long Size)> objects, CancellationToken cancellationToken)
    {
        JsonObject body = LfsObject.Request(objects, target.CreatePr ? null : target.Revision);
        return http.SendJsonAsync(new HubRequest(HttpMethod.Post, HubPaths.Page(target.Repo) + ".git/info/lfs/objects/batch")
        {
            Content = () => JsonBody.Of(body, JsonBody.LfsType),
            Accept = JsonBody.LfsType,
            Retry = true,
            FollowForeignRedirects = false,
            Repo = target.Repo,
        }, cancellationToken);
    }

    /// <summary>Sends a file; when storage refuses, its address may be too old, and the Hub is asked for another.</summary>
    private async Task SendOneAsync(UploadContent content, string oid, LfsObject action, CancellationToken cancellationToken)
    {
        ProgressReport progress = http.ProgressOfUpload(content.PathInRepo);
        for (int batch = 1; ; batch++)
        {
            try
            {
                await TransferAsync(content, oid, action, progress, cancellationToken);
                content.ThrowIfChanged();
                progress.Finished(content.Size);
                return;
            }
            catch (HubException failure) when (batch < MaxBatchesPerFile && MayBeOld(failure, batch))
            {
                content.ThrowIfChanged();
                action = LfsObject.Read(await BatchAsync([(oid, content.Size)], cancellationToken), content.PathInRepo, oid, content.Size);
            }
        }
    }

    private async Task TransferAsync(UploadContent content, string oid, LfsObject action, ProgressReport progress, CancellationToken cancellationToken)
    {
        if (action.UploadUrl is not { } url)
        {
            return;
        }

        if (action.ChunkSize is { } chunk)
        {
            await SendPartsAsync(content, oid, action, chunk, progress, cancellationToken);
        }
        else
        {
            (await PutAsync(content, url, 0, content.Size, progress, cancellationToken)).Dispose();
        }

        if (action.VerifyUrl is { } verify)
        {
            await PostAsync(verify, LfsObject.Name(oid, content.Size), authorize: true, cancellationToken);
        }
    }

    private async Task SendPartsAsync(
        UploadContent content, string oid, LfsObject action, long chunk, ProgressReport progress, CancellationToken cancellationToken)
    {
        List<string> etags = [];
        foreach (string url in action.PartUrls)
        {
            long start = etags.Count * chunk;
            using HttpResponseMessage answer = await PutAsync(content, url, start, Math.Min(chunk, content.Size - start), progress, cancellationToken);
            etags.Add(answer.Headers.TryGetValues("ETag", out IEnumerable<string>? values) && values.FirstOrDefault() is { Length: > 0 } etag
                ? etag
                : throw Throw.LfsAnswer(content.PathInRepo, $"part {etags.Count + 1} was taken without a mark (ETag)"));
        }

        await PostAsync(action.UploadUrl!, LfsObject.Parts(oid, etags), authorize: false, cancellationToken);
    }

    /// <summary>Storage authenticates by the address's signature, and refuses a request that carries a token as well.</summary>
    private Task<HttpResponseMessage> PutAsync(
        UploadContent content, string url, long start, long length, ProgressReport progress, CancellationToken cancellationToken) =>
        http.SendAsync(new HubRequest(HttpMethod.Put, http.MapToEndpoint(url))
        {
            Content = () =>
            {
                content.ThrowIfChanged();
                return new SliceContent(content, start, length, sent => progress.Moved(start + sent, content.Size));
            },
            Authorize = false,
            Retry = true,
            Repo = target.Repo,
            File = content.PathInRepo,
        }, cancellationToken);

    private async Task PostAsync(string url, JsonObject body, bool authorize, CancellationToken cancellationToken)
    {
        using HttpResponseMessage answer = await http.SendAsync(new HubRequest(HttpMethod.Post, http.MapToEndpoint(url))
        {
            Content = () => JsonBody.Of(body, JsonBody.LfsType),
            Accept = JsonBody.LfsType,
            Authorize = authorize,
            Retry = true,
            Repo = target.Repo,
        }, cancellationToken);
    }

    /// <summary>
    /// A refusal may also show as a connection that breaks while the bytes are on their way, and an end of parts whose answer was lost as a
    /// failure of the next: so these count once.
    /// </summary>
    private static bool MayBeOld(HubException failure, int batch) => failure switch
    {
        HfHubHttpException { StatusCode: >= HttpStatusCode.InternalServerError } or HubConnectionException => batch == 1,
        HfHubHttpException refused => refused.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Forbidden or HttpStatusCode.NotFound
            or HttpStatusCode.Gone or HttpStatusCode.UnprocessableEntity,
        _ => false,
    };
}
