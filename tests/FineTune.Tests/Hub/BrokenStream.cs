namespace FineTune.Tests.Hub;

/// <summary>A body that gives some bytes and then ends, fails or never ends.</summary>
internal sealed class BrokenStream(byte[] bytes, Exception? error, bool endless = false) : MemoryStream(bytes)
{
    public override bool CanSeek => false;   // so that nobody promises a length

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = Read(buffer.Span);
        if (read == 0 && endless)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        return read > 0 || error is null ? read : throw error;
    }
}
