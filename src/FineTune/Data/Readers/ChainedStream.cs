namespace FineTune.Data;

/// <summary>A stream's bytes, then once its end, and then some more.</summary>
internal sealed class ChainedStream(Stream first, byte[] then) : ForwardStream
{
    private int _taken = -1;

    public override int Read(Span<byte> buffer) => _taken < 0 ? Began(first.Read(buffer)) : TakeRest(buffer);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _taken < 0 ? Began(await first.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) : TakeRest(buffer.Span);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            first.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Began(int count)
    {
        _taken = count == 0 ? 0 : -1;
        return count;
    }

    private int TakeRest(Span<byte> buffer)
    {
        int count = Math.Min(buffer.Length, then.Length - _taken);
        then.AsSpan(_taken, count).CopyTo(buffer);
        _taken += count;
        return count;
    }
}
