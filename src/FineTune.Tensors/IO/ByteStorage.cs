namespace FineTune.IO;

/// <summary>Bytes in memory.</summary>
internal sealed class ByteStorage : TorchStorage
{
    private readonly byte[] _bytes;

    public ByteStorage(byte[] bytes)
        : base(bytes.Length) => _bytes = bytes;

    public override void Read(Span<byte> destination, long position) => _bytes.AsSpan((int)position, destination.Length).CopyTo(destination);

    public override void WriteTo(Stream stream) => stream.Write(_bytes);
}
