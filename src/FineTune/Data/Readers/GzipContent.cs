using System.IO.Compression;

namespace FineTune.Data;

/// <summary>
/// The content of a gzip file, which must be whole. .NET takes the end of the bytes for the end of the content, wherever it comes; so when they end, a
/// part of our own is put behind the file, and if exactly that does not come out, the file ended too early. Nothing of it is passed on.
/// </summary>
internal sealed class GzipContent(Stream file) : ForwardStream
{
    private static readonly byte[] s_mark = [0x8E, 0x21, 0xD4, 0x5B, 0x0C, 0xF7, 0x93, 0x6A, 0xB8, 0x45, 0xE2, 0x1F, 0x70, 0xA9, 0x3D, 0xC6];
    private static readonly byte[] s_part = Pack(s_mark);
    private readonly GZipStream _gzip = new(new ChainedStream(file, s_part), CompressionMode.Decompress);
    private bool _isDone;

    public override int Read(Span<byte> buffer)
    {
        if (_isDone || buffer.IsEmpty)
        {
            return 0;
        }

        int count = _gzip.Read(buffer);
        if (count == 0)
        {
            _isDone = true;
            byte[] last = new byte[s_mark.Length + 1];
            CheckEnd(last.AsSpan(0, _gzip.ReadAtLeast(last, last.Length, throwOnEndOfStream: false)));
        }

        return count;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_isDone || buffer.IsEmpty)
        {
            return 0;
        }

        int count = await _gzip.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        if (count == 0)
        {
            _isDone = true;
            byte[] last = new byte[s_mark.Length + 1];
            CheckEnd(last.AsSpan(0, await _gzip.ReadAtLeastAsync(last, last.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false)));
        }

        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _gzip.Dispose();
        }

        base.Dispose(disposing);
    }

    private static void CheckEnd(ReadOnlySpan<byte> last)
    {
        if (!last.SequenceEqual(s_mark))
        {
            throw new InvalidDataException("it ends too early");
        }
    }

    private static byte[] Pack(byte[] bytes)
    {
        MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionMode.Compress))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }
}
