using FineTune.Kernels;

namespace FineTune.IO;

/// <summary>Passes on what is written, counting it and taking its checksum.</summary>
internal sealed class CheckedStream : Stream
{
    private readonly Stream _target;
    private Crc32 _crc;
    private long _length;

    public CheckedStream(Stream target) => _target = target;

    public uint Crc => _crc.Value;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _length;

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _crc.Add(buffer);
        _length += buffer.Length;
        _target.Write(buffer);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() => _target.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
