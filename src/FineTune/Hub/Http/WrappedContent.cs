using System.Net;

namespace FineTune.Hub;

/// <summary>A body around another one, with its headers and its length.</summary>
internal abstract class WrappedContent : HttpContent
{
    protected WrappedContent(HttpContent content)
    {
        Content = content;
        foreach ((string name, IEnumerable<string> values) in content.Headers)
        {
            Headers.TryAddWithoutValidation(name, values);
        }
    }

    protected HttpContent Content { get; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected abstract override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        length = Content.Headers.ContentLength ?? 0;
        return Content.Headers.ContentLength is not null;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Content.Dispose();
        }

        base.Dispose(disposing);
    }
}
