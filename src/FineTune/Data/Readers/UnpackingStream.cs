namespace FineTune.Data;

/// <summary>Passes the content of a packed file on; if the file is damaged, the error names it.</summary>
internal sealed class UnpackingStream(string path, string kind, Stream content) : ForwardStream
{
    public override int Read(Span<byte> buffer)
    {
        try
        {
            return content.Read(buffer);
        }
        catch (Exception error) when (Damage.Is(error))
        {
            throw DataError.DamagedPacking(path, kind, error);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (Damage.Is(error))
        {
            throw DataError.DamagedPacking(path, kind, error);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            content.Dispose();
        }

        base.Dispose(disposing);
    }
}
