using System.Buffers.Binary;

namespace FineTune.Data;

/// <summary>Makes a value of the bytes of it in a page.</summary>
internal delegate T FromBytes<out T>(ReadOnlySpan<byte> bytes);

/// <summary>How the values of a parquet column become values of this project's.</summary>
/// <param name="width">The bytes of each value; 0 for values of any length, which stand after their length.</param>
/// <param name="fromBytes">Makes a value of its bytes.</param>
/// <param name="fromInteger">Makes a value of a whole number, for encodings by differences; null where there is none.</param>
internal class ValueCodec<T>(int width, FromBytes<T> fromBytes, Func<long, T>? fromInteger = null)
{
    /// <summary>Fills values from a page of them, one after the other.</summary>
    public virtual void ReadPlain(ReadOnlySpan<byte> data, Span<T> into)
    {
        int position = 0;
        for (int i = 0; i < into.Length; i++)
        {
            int length = width;
            if (width == 0)
            {
                length = BinaryPrimitives.ReadInt32LittleEndian(data[position..]);
                position += 4;
            }

            into[i] = fromBytes(data.Slice(position, length));
            position += length;
        }
    }

    /// <summary>Truth values in runs, after their length in bytes.</summary>
    public virtual void ReadRuns(ReadOnlySpan<byte> data, Span<T> into) => throw Unfit("RLE");

    public void ReadDelta(ReadOnlySpan<byte> data, Span<T> into)
    {
        if (fromInteger is null)
        {
            throw Unfit("DELTA_BINARY_PACKED");
        }

        long[] numbers = new long[into.Length];
        PageEncodings.ReadDelta(data, numbers);
        for (int i = 0; i < numbers.Length; i++)
        {
            into[i] = fromInteger(numbers[i]);
        }
    }

    /// <summary>First all lengths, then all bytes.</summary>
    public void ReadDeltaLengths(ReadOnlySpan<byte> data, Span<T> into)
    {
        long[] lengths = new long[into.Length];
        ReadOnlySpan<byte> rest = data[PageEncodings.ReadDelta(data, lengths)..];
        for (int i = 0; i < lengths.Length; i++)
        {
            int length = checked((int)lengths[i]);
            into[i] = fromBytes(rest[..length]);
            rest = rest[length..];
        }
    }

    /// <summary>Each value as how much it shares with the one before, and the rest of it.</summary>
    public void ReadDeltaBytes(ReadOnlySpan<byte> data, Span<T> into)
    {
        long[] shared = new long[into.Length];
        long[] lengths = new long[into.Length];
        ReadOnlySpan<byte> rest = data[PageEncodings.ReadDelta(data, shared)..];
        rest = rest[PageEncodings.ReadDelta(rest, lengths)..];
        byte[] value = [];
        int previous = 0;
        for (int i = 0; i < into.Length; i++)
        {
            (int kept, int added) = (checked((int)shared[i]), checked((int)lengths[i]));
            if (kept < 0 || kept > previous || added < 0 || added > rest.Length)
            {
                throw new FormatException("a value that shares more than there is");
            }

            if (kept + added > value.Length)
            {
                Array.Resize(ref value, Math.Max(kept + added, 2 * value.Length));
            }

            rest[..added].CopyTo(value.AsSpan(kept));
            rest = rest[added..];
            previous = kept + added;
            into[i] = fromBytes(value.AsSpan(0, previous));
        }
    }

    /// <summary>The first bytes of all values, then the second bytes, and so on.</summary>
    public void ReadSplitStreams(ReadOnlySpan<byte> data, Span<T> into)
    {
        if (width == 0 || (long)width * into.Length != data.Length)
        {
            throw Unfit("BYTE_STREAM_SPLIT");
        }

        byte[] value = new byte[width];
        for (int i = 0; i < into.Length; i++)
        {
            for (int part = 0; part < width; part++)
            {
                value[part] = data[(part * into.Length) + i];
            }

            into[i] = fromBytes(value);
        }
    }

    private static FormatException Unfit(string encoding) => new($"values of this type cannot be encoded by {encoding}");
}
