using System.Net;

namespace FineTune.Hub;

/// <summary>A request's body that restarts a timer with every piece that is sent, so that a long upload that moves does not time out.</summary>
internal sealed class WatchedRequestContent : HttpContent
{
    private readonly HttpContent _content;
    private readonly IdleTimer _timer;

    public WatchedRequestContent(HttpContent content, IdleTimer timer)
    {
        _content = content;
        _timer = timer;
        foreach ((string name, IEnumerable<string> values) in content.Headers)
        {
            Headers.TryAddWithoutValidation(name, values);
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await using WatchedWriteStream watched = new(stream, _timer);
        await _content.CopyToAsync(watched, context, cancellationToken);
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
