namespace FineTune.IO;

/// <summary>The bytes tensors look at; several tensors may look at one.</summary>
internal abstract class TorchStorage
{
    protected TorchStorage(long byteLength) => ByteLength = byteLength;

    public long ByteLength { get; }

    /// <summary>Gets the checksum of all bytes, if it is known.</summary>
    public virtual uint? Crc => null;

    /// <summary>Gets where the bytes come from, for messages.</summary>
    public virtual string Path => "memory";

    /// <summary>Fills the destination from a position.</summary>
    public abstract void Read(Span<byte> destination, long position);

    /// <summary>Writes all bytes.</summary>
    public abstract void WriteTo(Stream stream);
}
