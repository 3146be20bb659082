using System.Buffers.Binary;

namespace FineTune.Data;

/// <summary>
/// Reads the compact protocol in which parquet writes its metadata. No length is believed that the bytes at hand cannot hold, so that
/// damaged metadata ends in a <see cref="FormatException"/>.
/// </summary>
internal ref struct ThriftReader(ReadOnlySpan<byte> bytes)
{
    private const int DeepestNesting = 40;
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _depth;

    /// <summary>Gets how many bytes were read.</summary>
    public int Position { get; private set; }

    public ThriftStruct ReadStruct()
    {
        if (++_depth > DeepestNesting)
        {
            throw new FormatException("the metadata is nested too deeply");
        }

        ThriftStruct read = new();
        int field = 0;
        while (ReadByte() is not 0 and var header)
        {
            field = header >> 4 == 0 ? (int)ReadZigZag() : field + (header >> 4);
            read[field] = (header & 15) switch
            {
                1 => 1L,
                2 => 0L,
                int type => ReadValue(type),
            };
        }

        _depth--;
        return read;
    }

    private object ReadValue(int type) => type switch
    {
        1 or 2 => ReadByte() == 1 ? 1L : 0L,
        3 => (long)(sbyte)ReadByte(),
        4 or 5 or 6 => ReadZigZag(),
        7 => BinaryPrimitives.ReadDoubleLittleEndian(Take(8)),
        8 => Take(ReadLength()).ToArray(),
        9 or 10 => ReadList(),
        11 => ReadMap(),
        12 => ReadStruct(),
        _ => throw new FormatException($"the metadata holds a value of unknown type {type}"),
    };

    private List<object> ReadList()
    {
        byte header = ReadByte();
        int count = header >> 4 == 15 ? ReadLength() : header >> 4;
        List<object> list = [];
        for (int i = 0; i < count; i++)
        {
            list.Add(ReadValue(header & 15));
        }

        return list;
    }

    /// <summary>Nothing this project asks for is a map; keys and values are passed over.</summary>
    private List<object> ReadMap()
    {
        int count = ReadLength();
        byte types = count > 0 ? ReadByte() : (byte)0;
        for (int i = 0; i < count; i++)
        {
            ReadValue(types >> 4);
            ReadValue(types & 15);
        }

        return [];
    }

    /// <summary>A length in bytes or elements; every element takes a byte at least.</summary>
    private int ReadLength()
    {
        ulong length = ReadVarint();
        return length <= (ulong)(_bytes.Length - Position)
            ? (int)length
            : throw new FormatException($"the metadata names a length of {length} where {_bytes.Length - Position} bytes are left");
    }

    private long ReadZigZag()
    {
        ulong value = ReadVarint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    private ulong ReadVarint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte next = ReadByte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new FormatException("the metadata holds a number that is too long");
    }

    private byte ReadByte() => Take(1)[0];

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _bytes.Length - Position)
        {
            throw new FormatException("the metadata ends too early");
        }

        ReadOnlySpan<byte> taken = _bytes.Slice(Position, count);
        Position += count;
        return taken;
    }
}
