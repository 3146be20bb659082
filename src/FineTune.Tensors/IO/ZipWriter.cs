using System.Buffers.Binary;
using System.Text;
using FineTune.Kernels;

namespace FineTune.IO;

/// <summary>
/// Writes a zip file as <c>torch.save</c> does: records stored as they are, each beginning at a multiple of 64 (so that it can be mapped),
/// lengths and checksum after it, everything dated zero.
/// </summary>
internal sealed class ZipWriter
{
    private const int Alignment = 64;
    private const int LocalLength = 30;
    private const int EntryLength = 46;
    private const ushort Flags = 0x0808;
    private const ushort PaddingExtra = 0x4246;
    private const ushort Zip64Extra = 1;
    private const ushort MadeBy = 0x031e;
    private const ushort Zip64Version = 45;

    private readonly Stream _stream;
    private readonly List<(byte[] Name, uint Crc, long Length, long Offset)> _entries = [];
    private long _position;

    public ZipWriter(Stream stream) => _stream = stream;

    /// <summary>Gets a number made from all records so far.</summary>
    public ulong Digest { get; private set; }

    public void Add(string name, ReadOnlySpan<byte> bytes)
    {
        byte[] copy = bytes.ToArray();
        Add(name, copy.Length, stream => stream.Write(copy));
    }

    /// <summary>Adds a record of known length, whose bytes <paramref name="write"/> writes.</summary>
    public void Add(string name, long length, Action<Stream> write)
    {
        byte[] nameBytes = Encoding.UTF8.GetBytes(name);
        bool isLarge = length >= uint.MaxValue;
        long offset = _position;
        WriteLocal(nameBytes, isLarge);
        CheckedStream data = new(_stream);
        write(data);
        if (data.Length != length)
        {
            throw new InvalidOperationException($"Bug in FineTune: record \"{name}\" has {data.Length} bytes, announced were {length}.");
        }

        _position += length;
        WriteDescriptor(data.Crc, length, isLarge);
        _entries.Add((nameBytes, data.Crc, length, offset));
        Digest = (Digest * 0x9E3779B97F4A7C15) + data.Crc + Crc32.Of(nameBytes);
    }

    /// <summary>Writes the directory; nothing can be added after.</summary>
    public void Finish()
    {
        long start = _position;
        foreach ((byte[] name, uint crc, long length, long offset) in _entries)
        {
            WriteEntry(name, crc, length, offset);
        }

        WriteEnd(start, _position - start);
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        _stream.Write(bytes);
        _position += bytes.Length;
    }

    private void WriteLocal(byte[] name, bool isLarge)
    {
        int wide = isLarge ? 20 : 0;
        int fixedLength = LocalLength + name.Length + wide + 4;
        int padding = (int)((Alignment - ((_position + fixedLength) % Alignment)) % Alignment);
        Fields fields = new(stackalloc byte[LocalLength]);
        fields.Add32(0x04034b50).Add16(0).Add16(Flags).Add16(0).Add32(0).Add32(0).Add32(0).Add32(0);
        fields.Add16((ushort)name.Length).Add16((ushort)(wide + 4 + padding));
        Write(fields.Bytes);
        Write(name);
        if (isLarge)
        {
            // Says that the lengths after the data have 64 bits.
            Fields extra = new(stackalloc byte[20]);
            extra.Add16(Zip64Extra).Add16(16).Add64(0).Add64(0);
            Write(extra.Bytes);
        }

        Fields pad = new(stackalloc byte[4]);
        pad.Add16(PaddingExtra).Add16((ushort)padding);
        Write(pad.Bytes);
        Span<byte> filling = stackalloc byte[padding];
        filling.Fill((byte)'Z');
        Write(filling);
    }

    private void WriteDescriptor(uint crc, long length, bool isLarge)
    {
        Fields fields = new(stackalloc byte[24]);
        fields.Add32(0x08074b50).Add32(crc);
        if (isLarge)
        {
            fields.Add64(length).Add64(length);
        }
        else
        {
            fields.Add32((uint)length).Add32((uint)length);
        }

        Write(fields.Bytes);
    }

    private void WriteEntry(byte[] name, uint crc, long length, long offset)
    {
        Fields extra = new(stackalloc byte[28]);
        bool wideLength = length >= uint.MaxValue;
        bool wideOffset = offset >= uint.MaxValue;
        if (wideLength || wideOffset)
        {
            extra.Add16(Zip64Extra).Add16((ushort)((wideLength ? 16 : 0) + (wideOffset ? 8 : 0)));
        }

        if (wideLength)
        {
            extra.Add64(length).Add64(length);
        }

        if (wideOffset)
        {
            extra.Add64(offset);
        }

        uint shortLength = wideLength ? uint.MaxValue : (uint)length;
        Fields fields = new(stackalloc byte[EntryLength]);
        fields.Add32(0x02014b50).Add16(0).Add16(0).Add16(Flags).Add16(0).Add32(0).Add32(crc).Add32(shortLength).Add32(shortLength);
        fields.Add16((ushort)name.Length).Add16((ushort)extra.Bytes.Length).Add16(0).Add16(0).Add16(0).Add32(0);
        fields.Add32(wideOffset ? uint.MaxValue : (uint)offset);
        Write(fields.Bytes);
        Write(name);
        Write(extra.Bytes);
    }

    private void WriteEnd(long start, long length)
    {
        long end64 = _position;
        Fields fields = new(stackalloc byte[98]);
        fields.Add32(0x06064b50).Add64(44).Add16(MadeBy).Add16(Zip64Version).Add32(0).Add32(0);
        fields.Add64(_entries.Count).Add64(_entries.Count).Add64(length).Add64(start);
        fields.Add32(0x07064b50).Add32(0).Add64(end64).Add32(1);
        ushort count = (ushort)Math.Min(_entries.Count, ushort.MaxValue);
        fields.Add32(0x06054b50).Add16(0).Add16(0).Add16(count).Add16(count);
        fields.Add32((uint)Math.Min(length, uint.MaxValue)).Add32((uint)Math.Min(start, uint.MaxValue)).Add16(0);
        Write(fields.Bytes);
    }

    /// <summary>Little-endian numbers, one after the other.</summary>
    private ref struct Fields
    {
        private readonly Span<byte> _bytes;
        private int _length;

        public Fields(Span<byte> bytes) => _bytes = bytes;

        public readonly ReadOnlySpan<byte> Bytes => _bytes[.._length];

        [System.Diagnostics.CodeAnalysis.UnscopedRef]
        public ref Fields Add16(ushort value)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(_bytes[_length..], value);
            _length += sizeof(ushort);
            return ref this;
        }

        [System.Diagnostics.CodeAnalysis.UnscopedRef]
        public ref Fields Add32(uint value)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(_bytes[_length..], value);
            _length += sizeof(uint);
            return ref this;
        }

        [System.Diagnostics.CodeAnalysis.UnscopedRef]
        public ref Fields Add64(long value)
        {
            BinaryPrimitives.WriteInt64LittleEndian(_bytes[_length..], value);
            _length += sizeof(long);
            return ref this;
        }
    }
}
