using System.Numerics;

namespace FineTune.Data;

/// <summary>The encodings of whole numbers in a page, from their description in the parquet format.</summary>
internal static class PageEncodings
{
    /// <summary>
    /// Reads runs of one value and groups of eight values of <paramref name="bitWidth"/> bits each: levels, dictionary places, truth values.
    /// </summary>
    public static void ReadRuns(ReadOnlySpan<byte> data, int bitWidth, Span<int> into)
    {
        if (bitWidth is < 0 or > 32)
        {
            throw new FormatException($"values of {bitWidth} bits");
        }

        int position = 0;
        int filled = 0;
        while (filled < into.Length)
        {
            ulong header = ReadVarint(data, ref position);
            if ((header & 1) == 0)
            {
                int run = (int)Math.Min(header >> 1, (ulong)(into.Length - filled));
                into.Slice(filled, run).Fill((int)ReadFixed(data, ref position, (bitWidth + 7) / 8));
                filled += run;
                if (run == 0)
                {
                    throw new FormatException("a run without values");
                }
            }
            else
            {
                int count = (int)Math.Min((header >> 1) * 8, (ulong)(into.Length - filled));
                ReadPacked(data, position * 8L, bitWidth, into.Slice(filled, count));
                filled += count;
                position = checked(position + (int)Math.Min((header >> 1) * (ulong)bitWidth, (ulong)data.Length));
            }
        }
    }

    /// <summary>Reads what <c>DELTA_BINARY_PACKED</c> wrote, and says how many bytes that were.</summary>
    public static int ReadDelta(ReadOnlySpan<byte> data, Span<long> into)
    {
        int position = 0;
        ulong blockSize = ReadVarint(data, ref position);
        ulong miniblocks = ReadVarint(data, ref position);
        ulong total = ReadVarint(data, ref position);
        long value = ReadZigZag(data, ref position);
        if (miniblocks is 0 or > 4096 || blockSize is 0 or > 1 << 20 || blockSize % (miniblocks * 8) != 0 || total < (ulong)into.Length)
        {
            throw new FormatException("a block of differences of impossible size");
        }

        if (into.IsEmpty)
        {
            return position;
        }

        into[0] = value;
        int filled = 1;
        int size = (int)(blockSize / miniblocks);
        while (filled < into.Length)
        {
            long smallest = ReadZigZag(data, ref position);
            ReadOnlySpan<byte> widths = data.Slice(position, (int)miniblocks);
            position += (int)miniblocks;
            for (int i = 0; i < widths.Length && filled < into.Length; i++)
            {
                int count = Math.Min(size, into.Length - filled);
                ReadMiniblock(data, position, widths[i], smallest, ref value, into.Slice(filled, count));
                filled += count;
                position += size * widths[i] / 8;
            }
        }

        return position;
    }

    private static void ReadMiniblock(ReadOnlySpan<byte> data, int position, int width, long smallest, ref long value, Span<long> into)
    {
        if (width > 64)
        {
            throw new FormatException($"differences of {width} bits");
        }

        long bit = position * 8L;
        for (int i = 0; i < into.Length; i++, bit += width)
        {
            value = unchecked(value + smallest + (long)ReadBits(data, bit, width));
            into[i] = value;
        }
    }

    private static void ReadPacked(ReadOnlySpan<byte> data, long bit, int width, Span<int> into)
    {
        for (int i = 0; i < into.Length; i++, bit += width)
        {
            into[i] = (int)ReadBits(data, bit, width);
        }
    }

    /// <summary>Up to 64 bits from any bit on, the lowest first.</summary>
    private static ulong ReadBits(ReadOnlySpan<byte> data, long bit, int width)
    {
        int first = (int)(bit >> 3);
        int shift = (int)(bit & 7);
        if (width == 0)
        {
            return 0;
        }

        ulong mask = width == 64 ? ulong.MaxValue : (1UL << width) - 1;
        if (first + 8 <= data.Length && shift + width <= 64)
        {
            return (BitConverter.ToUInt64(data[first..]) >> shift) & mask;
        }

        UInt128 window = 0;
        int bytes = (shift + width + 7) / 8;
        for (int i = bytes - 1; i >= 0; i--)
        {
            window = (window << 8) | data[first + i];
        }

        return (ulong)(window >> shift) & mask;
    }

    private static uint ReadFixed(ReadOnlySpan<byte> data, ref int position, int bytes)
    {
        uint value = 0;
        for (int i = 0; i < bytes; i++)
        {
            value |= (uint)data[position++] << (8 * i);
        }

        return value;
    }

    private static long ReadZigZag(ReadOnlySpan<byte> data, ref int position)
    {
        ulong value = ReadVarint(data, ref position);
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    private static ulong ReadVarint(ReadOnlySpan<byte> data, ref int position)
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte next = data[position++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new FormatException("a number that is too long");
    }

    /// <summary>The bits that the numbers from 0 to <paramref name="largest"/> need.</summary>
    public static int BitsFor(int largest) => 32 - BitOperations.LeadingZeroCount((uint)largest);
}
