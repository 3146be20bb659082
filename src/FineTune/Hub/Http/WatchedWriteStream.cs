using FineTune.Terminal;

namespace FineTune.Hub;

/// <summary>Writes through to another stream, which it does not own, and restarts a timer with each write.</summary>
internal sealed class WatchedWriteStream(Stream stream, IdleTimer timer) : WriteOnlyStream
{
    public override void Write(byte[] buffer, int offset, int count)
    {
        stream.Write(buffer, offset, count);
        timer.Restart();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await stream.WriteAsync(buffer, cancellationToken);
        timer.Restart();
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush() => stream.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => stream.FlushAsync(cancellationToken);
}
