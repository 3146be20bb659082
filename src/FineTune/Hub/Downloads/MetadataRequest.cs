using System.Globalization;
using System.Net;

namespace FineTune.Hub;

/// <summary>
/// Asks the Hub about a file (HEAD). The first answer that is not a redirect within the Hub counts: of a large file that is the redirect to the
/// storage, which carries commit, hash and size. What the storage says itself (its ETag is another hash) is never asked for.
/// </summary>
internal sealed class MetadataRequest(HubHttp http)
{
    /// <param name="file">The file.</param>
    /// <param name="timeout">How long an answer may take.</param>
    /// <param name="retry">Whether to ask again after a failure that may pass.</param>
    /// <param name="cancellationToken">Stops at once.</param>
    /// <exception cref="HubException">There is no answer, or none that says what it must.</exception>
    public async Task<FileMetadata> SendAsync(HubFile file, TimeSpan timeout, bool retry, CancellationToken cancellationToken)
    {
        HubRequest request = HubRequest.ForFile(HttpMethod.Head, file.Repo, file.Revision, file.Path) with
        {
            FollowForeignRedirects = false,
            Retry = retry,
            Timeout = timeout,
        };
        using HttpResponseMessage response = await http.SendAsync(request, cancellationToken);
        return Read(response, file);
    }

    private static FileMetadata Read(HttpResponseMessage response, HubFile file)
    {
        string? commit = Header(response, "X-Repo-Commit");
        if (commit is null || !HubNames.IsCommit(commit))
        {
            Throw.NoHubAnswer(file, response.RequestMessage!.RequestUri!);
        }

        string? etag = Etag.OfHeader(Header(response, "X-Linked-ETag") ?? Header(response, "ETag"));
        Uri asked = response.RequestMessage!.RequestUri!;
        string url = Header(response, "Location") is { } location ? new Uri(asked, location).OriginalString : asked.OriginalString;
        return new(commit, etag is not null && Etag.IsValid(etag) ? etag : Throw.BadEtag(file, etag), SizeOf(response), url);
    }

    // The length of a redirect or of a compressed answer is not the file's.
    private static long? SizeOf(HttpResponseMessage response)
    {
        bool isFile = response.StatusCode == HttpStatusCode.OK && response.Content.Headers.ContentEncoding.Count == 0;
        return long.TryParse(Header(response, "X-Linked-Size"), NumberStyles.None, CultureInfo.InvariantCulture, out long linked) ? linked
            : isFile ? response.Content.Headers.ContentLength
            : null;
    }

    private static string? Header(HttpResponseMessage response, string name) => response.Headers.TryGetValues(name, out IEnumerable<string>? values)
        ? values.FirstOrDefault(value => value.Length > 0)
        : null;
}
