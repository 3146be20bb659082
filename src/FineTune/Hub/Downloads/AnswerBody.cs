using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;

namespace FineTune.Hub;

/// <summary>The body of an answer to a request for (the rest of) a file, and what its headers say about it.</summary>
internal sealed class AnswerBody
{
    private readonly HttpContent _content;
    private Stream? _stream;

    private AnswerBody(HttpContent content, bool isEncoded)
    {
        _content = content;
        IsEncoded = isEncoded;
    }

    /// <summary>Gets whether it goes on from where the partial file ends; false: it is the whole file.</summary>
    public bool Continues { get; private init; }

    /// <summary>Gets whether it is a part, but not the one that was asked for.</summary>
    public bool StartsElsewhere { get; private init; }

    /// <summary>Gets where in the file it ends; null when it does not say.</summary>
    public long? End { get; private init; }

    /// <summary>Gets the whole file's size in bytes, by this answer; null when it does not say.</summary>
    public long? Total { get; private init; }

    /// <summary>Gets whether a proxy has compressed it on the way, so that nothing is known of its size.</summary>
    public bool IsEncoded { get; }

    /// <param name="response">The answer.</param>
    /// <param name="file">The file, for messages.</param>
    /// <param name="have">How much of it is there: what was asked for begins there.</param>
    /// <exception cref="HubException">The answer is compressed in a way that was not asked for and is not known.</exception>
    public static AnswerBody Of(HttpResponseMessage response, string file, long have)
    {
        HttpContentHeaders headers = response.Content.Headers;
        string encoding = string.Join(", ", headers.ContentEncoding.Where(name => name is not "identity"));
        bool isEncoded = encoding.Length > 0;
        if (isEncoded && encoding is not ("gzip" or "x-gzip"))
        {
            Throw.UnknownEncoding(file, encoding);
        }

        bool isPart = response.StatusCode == HttpStatusCode.PartialContent;
        bool fits = isPart && !isEncoded && headers.ContentRange?.From == have;
        return new(response.Content, isEncoded)
        {
            Continues = fits,
            StartsElsewhere = isPart && !fits,
            End = fits ? headers.ContentRange!.To + 1 : null,
            Total = isEncoded ? null : isPart ? headers.ContentRange?.Length : headers.ContentLength,
        };
    }

    /// <summary>Reads bytes of the file; 0 at the end.</summary>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_stream is null)
        {
            Stream stream = await _content.ReadAsStreamAsync(cancellationToken);
            _stream = IsEncoded ? new GZipStream(stream, CompressionMode.Decompress) : stream;
        }

        return await _stream.ReadAsync(buffer, cancellationToken);
    }
}
