using System.Buffers.Binary;

namespace FineTune.Data;

/// <summary>Reads the pages of one column in one row group.</summary>
/// <param name="leaf">The column.</param>
/// <param name="metadata">The file's description of the pages.</param>
/// <param name="bytes">The pages.</param>
/// <param name="codec">What their values become.</param>
internal sealed class ChunkReader<T>(ParquetLeaf leaf, ThriftStruct metadata, byte[] bytes, ValueCodec<T> codec)
{
    private readonly int _expected = checked((int)metadata.RequireCount(5, "a column's number of values"));
    private readonly long _unpackedLimit = metadata.RequireCount(6, "a column's unpacked size");
    private T[]? _dictionary;
    private T[] _values = [];
    private int _valueCount;
    private byte[] _definitions = [];
    private byte[] _repetitions = [];
    private int _entries;
    private int[] _numbers = [];

    public LeafColumn<T> Read()
    {
        int position = 0;
        while (_entries < _expected)
        {
            ThriftReader thrift = new(bytes.AsSpan(position));
            ThriftStruct header = thrift.ReadStruct();
            position += thrift.Position;
            long size = header.RequireCount(3, "a page's size");
            if (size > bytes.Length - position)
            {
                throw new FormatException($"a page of {size} bytes where {bytes.Length - position} are left");
            }

            ReadPage(header, position, (int)size);
            position += (int)size;
        }

        Array.Resize(ref _values, _valueCount);
        Array.Resize(ref _definitions, leaf.MaxDefinition > 0 ? _entries : 0);
        Array.Resize(ref _repetitions, leaf.MaxRepetition > 0 ? _entries : 0);
        return new LeafColumn<T>(leaf, _values, _definitions, _repetitions, _entries);
    }

    private void ReadPage(ThriftStruct header, int start, int size)
    {
        switch (header.RequireNumber(1, "a page's kind"))
        {
            case 0:
                ReadData(header, header.RequireStruct(5, "a page's description"), start, size);
                break;
            case 2:
                ReadDictionary(header, header.RequireStruct(7, "a dictionary's description"), start, size);
                break;
            case 3:
                ReadData2(header, header.RequireStruct(8, "a page's description"), start, size);
                break;
        }
    }

    private void ReadDictionary(ThriftStruct header, ThriftStruct description, int start, int size)
    {
        byte[] data = Unpack(header, start, size, skip: 0, isPacked: true);
        long count = description.RequireCount(1, "a dictionary's number of values");
        if (count > data.Length * 8L)
        {
            throw new FormatException($"a dictionary of {count} values in {data.Length} bytes");
        }

        _dictionary = new T[count];
        codec.ReadPlain(data, _dictionary);
    }

    private void ReadData(ThriftStruct header, ThriftStruct description, int start, int size)
    {
        byte[] data = Unpack(header, start, size, skip: 0, isPacked: true);
        int count = Begin(description);
        ReadOnlySpan<byte> rest = data;
        if (leaf.MaxRepetition > 0)
        {
            RequireRuns(description, 4);
            rest = ReadPrefixedLevels(rest, leaf.MaxRepetition, _repetitions.AsSpan(_entries, count));
        }

        if (leaf.MaxDefinition > 0)
        {
            RequireRuns(description, 3);
            rest = ReadPrefixedLevels(rest, leaf.MaxDefinition, _definitions.AsSpan(_entries, count));
        }

        ReadValues(rest, description.RequireNumber(2, "a page's encoding"), count);
    }

    private void ReadData2(ThriftStruct header, ThriftStruct description, int start, int size)
    {
        int repetitionBytes = checked((int)description.RequireCount(6, "the size of a page's repetition levels"));
        int definitionBytes = checked((int)description.RequireCount(5, "the size of a page's definition levels"));
        int count = Begin(description);
        ReadOnlySpan<byte> page = bytes.AsSpan(start, size);
        if (leaf.MaxRepetition > 0)
        {
            ReadLevels(page[..repetitionBytes], leaf.MaxRepetition, _repetitions.AsSpan(_entries, count));
        }

        if (leaf.MaxDefinition > 0)
        {
            ReadLevels(page.Slice(repetitionBytes, definitionBytes), leaf.MaxDefinition, _definitions.AsSpan(_entries, count));
        }

        byte[] data = Unpack(header, start, size, repetitionBytes + definitionBytes, isPacked: description.Number(7) is not 0);
        ReadValues(data, description.RequireNumber(4, "a page's encoding"), count);
    }

    /// <summary>Makes room for the entries of a page, and says how many there are.</summary>
    private int Begin(ThriftStruct description)
    {
        long count = description.RequireCount(1, "a page's number of values");
        if (count > _expected - _entries)
        {
            throw new FormatException($"a page of {count} values where {_expected - _entries} are left of the column's {_expected}");
        }

        Grow(ref _definitions, leaf.MaxDefinition > 0 ? _entries + (int)count : 0);
        Grow(ref _repetitions, leaf.MaxRepetition > 0 ? _entries + (int)count : 0);
        return (int)count;
    }

    private void ReadValues(ReadOnlySpan<byte> data, long encoding, int entries)
    {
        int count = leaf.MaxDefinition == 0 ? entries : _definitions.AsSpan(_entries, entries).Count((byte)leaf.MaxDefinition);
        _entries += entries;
        if (count == 0)
        {
            return;
        }

        Grow(ref _values, _valueCount + count);
        Span<T> into = _values.AsSpan(_valueCount, count);
        _valueCount += count;
        switch (encoding)
        {
            case 0:
                codec.ReadPlain(data, into);
                break;
            case 2 or 8:
                ReadPlaces(data, into);
                break;
            case 3:
                codec.ReadRuns(data, into);
                break;
            case 5:
                codec.ReadDelta(data, into);
                break;
            case 6:
                codec.ReadDeltaLengths(data, into);
                break;
            case 7:
                codec.ReadDeltaBytes(data, into);
                break;
            case 9:
                codec.ReadSplitStreams(data, into);
                break;
            default:
                throw new NotSupportedException($"its values are encoded in an unknown way, number {encoding}");
        }
    }

    private void ReadPlaces(ReadOnlySpan<byte> data, Span<T> into)
    {
        T[] dictionary = _dictionary ?? throw new FormatException("values by their place in a dictionary that is missing");
        Span<int> places = Numbers(into.Length);
        PageEncodings.ReadRuns(data[1..], data[0], places);
        for (int i = 0; i < into.Length; i++)
        {
            into[i] = dictionary[places[i]];
        }
    }

    private ReadOnlySpan<byte> ReadPrefixedLevels(ReadOnlySpan<byte> data, int largest, Span<byte> into)
    {
        int length = BinaryPrimitives.ReadInt32LittleEndian(data);
        ReadLevels(data.Slice(4, length), largest, into);
        return data[(4 + length)..];
    }

    private void ReadLevels(ReadOnlySpan<byte> data, int largest, Span<byte> into)
    {
        Span<int> levels = Numbers(into.Length);
        PageEncodings.ReadRuns(data, PageEncodings.BitsFor(largest), levels);
        for (int i = 0; i < into.Length; i++)
        {
            into[i] = levels[i] <= largest ? (byte)levels[i] : throw new FormatException($"a level of {levels[i]} where {largest} is the largest");
        }
    }

    /// <summary>Unpacks a page but for its first <paramref name="skip"/> bytes; no page is larger than all of the column's.</summary>
    private byte[] Unpack(ThriftStruct header, int start, int size, int skip, bool isPacked)
    {
        long unpacked = header.RequireCount(2, "a page's unpacked size") - skip;
        if (unpacked < 0 || unpacked > _unpackedLimit || skip > size)
        {
            throw new FormatException($"a page of {unpacked} bytes in a column of {_unpackedLimit}");
        }

        byte[] data = new byte[unpacked];
        if (unpacked > 0)
        {
            PageCodec.Unpack(isPacked ? metadata.RequireNumber(4, "a column's codec") : 0, bytes, start + skip, size - skip, data);
        }

        return data;
    }

    private static void RequireRuns(ThriftStruct description, int field)
    {
        if (description.Number(field) is not 3)
        {
            throw new NotSupportedException("its levels are packed in a way that has been out of use since 2014; write it again");
        }
    }

    private Span<int> Numbers(int count)
    {
        if (_numbers.Length < count)
        {
            _numbers = new int[count];
        }

        return _numbers.AsSpan(0, count);
    }

    private void Grow<TItem>(ref TItem[] array, int needed)
    {
        if (needed > array.Length)
        {
            Array.Resize(ref array, Math.Max(needed, Math.Min(2 * array.Length, _expected)));
        }
    }
}
