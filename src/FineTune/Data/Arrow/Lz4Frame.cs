using System.Buffers.Binary;
using K4os.Compression.LZ4;

namespace FineTune.Data;

/// <summary>Unpacks an LZ4 frame: blocks after a head that says what else there is.</summary>
internal static class Lz4Frame
{
    private const uint Magic = 0x184D2204;
    private const uint Stored = 0x80000000;
    private const int Window = 1 << 16;

    /// <summary>Fills <paramref name="into"/>, and says how many bytes there were.</summary>
    /// <exception cref="FormatException">The frame is damaged.</exception>
    public static int Unpack(ReadOnlySpan<byte> frame, Span<byte> into)
    {
        if (frame.Length < 7 || BinaryPrimitives.ReadUInt32LittleEndian(frame) != Magic || frame[4] >> 6 != 1)
        {
            throw new FormatException("what is packed by LZ4 does not begin like that");
        }

        byte flags = frame[4];
        bool hasBlockChecksums = (flags & 0x10) != 0;
        int position = 7 + ((flags & 0x08) != 0 ? 8 : 0) + ((flags & 0x01) != 0 ? 4 : 0);
        int written = 0;
        while (true)
        {
            uint head = BinaryPrimitives.ReadUInt32LittleEndian(frame[position..]);
            position += sizeof(uint);
            if (head == 0)
            {
                return written;
            }

            ReadOnlySpan<byte> block = frame.Slice(position, (int)(head & ~Stored));
            written += (head & Stored) != 0 ? Copy(block, into[written..]) : Decode(block, into, written);
            position += block.Length + (hasBlockChecksums ? sizeof(uint) : 0);
        }
    }

    private static int Copy(ReadOnlySpan<byte> block, Span<byte> into)
    {
        block.CopyTo(into);
        return block.Length;
    }

    /// <summary>A block may refer to what the blocks before it unpacked to.</summary>
    private static int Decode(ReadOnlySpan<byte> block, Span<byte> into, int written)
    {
        ReadOnlySpan<byte> before = into[Math.Max(0, written - Window)..written];
        int count = LZ4Codec.Decode(block, into[written..], before);
        return count >= 0 ? count : throw new FormatException("a block packed by LZ4 cannot be unpacked");
    }
}
