namespace FineTune.Hub;

/// <summary>Reads another stream, which it owns, and gives up with a <see cref="TimeoutException"/> on a read that takes too long.</summary>
internal sealed class TimedReadStream(Stream stream, TimeSpan limit) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using IdleTimer timer = new(limit, cancellationToken);
        try
        {
            return await stream.ReadAsync(buffer, timer.Token);
        }
        catch (Exception e) when (timer.HasExpired && e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            throw timer.Timeout("A read of the answer's body", e);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            stream.Dispose();
        }

        base.Dispose(disposing);
    }

    public override ValueTask DisposeAsync() => stream.DisposeAsync();
}
