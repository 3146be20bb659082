using System.Net;

namespace FineTune.Hub;

/// <summary>An answer's body each read of which has a time limit: the handler's own limits end with the answer's headers.</summary>
internal sealed class TimedContent : HttpContent
{
    private readonly HttpContent _content;
    private readonly TimeSpan _limit;

    public TimedContent(HttpContent content, TimeSpan limit)
    {
        _content = content;
        _limit = limit;
        foreach ((string name, IEnumerable<string> values) in content.Headers)
        {
            Headers.TryAddWithoutValidation(name, values);
        }
    }

    protected override async Task<Stream> CreateContentReadStreamAsync() =>
        new TimedReadStream(await _content.ReadAsStreamAsync(), _limit);

    protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) =>
        new TimedReadStream(await _content.ReadAsStreamAsync(cancellationToken), _limit);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await using Stream source = await CreateContentReadStreamAsync(cancellationToken);
        await source.CopyToAsync(stream, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _content.Headers.ContentLength ?? 0;
        return _content.Headers.ContentLength is not null;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _content.Dispose();
        }

        base.Dispose(disposing);
    }
}
