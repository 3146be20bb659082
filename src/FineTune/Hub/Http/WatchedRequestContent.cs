using System.Net;

namespace FineTune.Hub;

/// <summary>A request's body that restarts a timer with every piece that is sent, so that a long upload that moves does not time out.</summary>
internal sealed class WatchedRequestContent(HttpContent content, IdleTimer timer) : WrappedContent(content)
{
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await using WatchedWriteStream watched = new(stream, timer);
        await Content.CopyToAsync(watched, context, cancellationToken);
    }
}
