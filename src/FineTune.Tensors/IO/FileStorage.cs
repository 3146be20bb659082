namespace FineTune.IO;

/// <summary>A part of a file.</summary>
internal sealed class FileStorage : TorchStorage
{
    private const int ChunkBytes = 1 << 16;

    private readonly FileReader _file;
    private readonly uint? _crc;

    public FileStorage(FileReader file, long start, long byteLength, uint? crc)
        : base(byteLength)
    {
        _file = file;
        _crc = crc;
        Start = start;
    }

    /// <summary>Gets or sets where the part begins; a file of the old format tells only at its end.</summary>
    public long Start { get; set; }

    public override uint? Crc => _crc;

    public override string Path => _file.Path;

    public override void Read(Span<byte> destination, long position) => _file.Read(destination, Start + position);

    public override void WriteTo(Stream stream)
    {
        byte[] chunk = new byte[(int)Math.Min(ChunkBytes, ByteLength)];
        for (long position = 0; position < ByteLength; position += chunk.Length)
        {
            Span<byte> part = chunk.AsSpan(0, (int)Math.Min(chunk.Length, ByteLength - position));
            Read(part, position);
            stream.Write(part);
        }
    }
}
