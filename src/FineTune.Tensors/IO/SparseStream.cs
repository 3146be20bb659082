namespace FineTune.IO;

/// <summary>Passes on what is written but for whole pages of zeros, over which it goes: where a file was never written it is zero.</summary>
internal sealed class SparseStream : Stream
{
    private const int PageBytes = 4096;

    private readonly Stream _target;
    private long _position;

    /// <param name="target">A new file.</param>
    public SparseStream(Stream target) => _target = target;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _position;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            int written = UntilZeros(buffer);
            if (written > 0)
            {
                Pass(buffer[..written]);
            }

            _position += written;
            buffer = buffer[written..];
            int zeros = PageBytes * Pages(buffer);
            _position += zeros;
            buffer = buffer[zeros..];
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <summary>Gives the file its length, when everything is written.</summary>
    public void Finish()
    {
        _target.Flush();
        if (_target.Length < _position)
        {
            _target.SetLength(_position);
        }
    }

    public override void Flush() => _target.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private void Pass(ReadOnlySpan<byte> bytes)
    {
        if (_target.Position != _position)
        {
            _target.Position = _position;
        }

        _target.Write(bytes);
    }

    /// <summary>Gets how many bytes come before the first whole page of zeros.</summary>
    private int UntilZeros(ReadOnlySpan<byte> buffer)
    {
        int start = (int)((PageBytes - (_position % PageBytes)) % PageBytes);
        while (start + PageBytes <= buffer.Length && !IsZero(buffer.Slice(start, PageBytes)))
        {
            start += PageBytes;
        }

        return start + PageBytes <= buffer.Length ? start : buffer.Length;
    }

    /// <summary>Gets how many whole pages of zeros it begins with.</summary>
    private static int Pages(ReadOnlySpan<byte> buffer)
    {
        int pages = 0;
        while ((pages + 1) * PageBytes <= buffer.Length && IsZero(buffer.Slice(pages * PageBytes, PageBytes)))
        {
            pages++;
        }

        return pages;
    }

    private static bool IsZero(ReadOnlySpan<byte> page) => !page.ContainsAnyExcept((byte)0);
}
