using FineTune.Testing.Server;
using FineTune.Testing.Storage;

namespace FineTune.Testing.Routes;

/// <summary>The store of large files.</summary>
internal sealed class Cdn(HubState state, LargeFiles largeFiles)
{
    public Answer Route(Exchange exchange)
    {
        if (exchange.Header("Authorization") is not null)
        {
            throw new Rejection(400, "Only one auth mechanism allowed") { Body = new() { ["error"] = "InvalidArgument" } };
        }

        state.Urls.Check(exchange);
        return (exchange.Method, exchange.Segments) switch
        {
            // The store's own ETag is not the file's hash: a client that takes it for one caches under a wrong name.
            ("GET" or "HEAD", ["objects", var sha256]) when state.Objects.Find(sha256) is { } content =>
                FileAnswers.Of(exchange, content, ("ETag", $"\"{StoredFile.Sha256Of(System.Text.Encoding.ASCII.GetBytes("cdn" + sha256))}\"")),
            ("PUT", ["upload", var key]) => largeFiles.Receive(exchange, key),
            _ => throw new Rejection(404, "NoSuchKey"),
        };
    }
}
