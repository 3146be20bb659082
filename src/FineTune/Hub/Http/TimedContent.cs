using System.Net;

namespace FineTune.Hub;

/// <summary>An answer's body each read of which has a time limit: the handler's own limits end with the answer's headers.</summary>
internal sealed class TimedContent(HttpContent content, TimeSpan limit) : WrappedContent(content)
{
    protected override async Task<Stream> CreateContentReadStreamAsync() =>
        new TimedReadStream(await Content.ReadAsStreamAsync(), limit);

    protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) =>
        new TimedReadStream(await Content.ReadAsStreamAsync(cancellationToken), limit);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await using Stream source = await CreateContentReadStreamAsync(cancellationToken);
        await source.CopyToAsync(stream, cancellationToken);
    }
}
