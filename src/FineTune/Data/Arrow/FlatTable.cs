using System.Buffers.Binary;

namespace FineTune.Data;

/// <summary>A table of a FlatBuffer, the form of Arrow's messages. References go forward only, so that following them comes to an end.</summary>
internal readonly ref struct FlatTable(ReadOnlySpan<byte> bytes, int position)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Gets the table that a buffer holds.</summary>
    public static FlatTable Root(ReadOnlySpan<byte> bytes) => new(bytes, Follow(bytes, 0));

    public long Int64(int field) => Place(field) is > 0 and var place ? BinaryPrimitives.ReadInt64LittleEndian(_bytes[place..]) : 0;

    public int Byte(int field) => Place(field) is > 0 and var place ? _bytes[place] : 0;

    /// <summary>Gets the table that a field refers to; one without fields if there is none.</summary>
    public bool TryTable(int field, out FlatTable table)
    {
        int place = Place(field);
        table = place == 0 ? default : new FlatTable(_bytes, Follow(_bytes, place));
        return place != 0;
    }

    /// <summary>Gets the number of tables in a list.</summary>
    public int Count(int field)
    {
        if (Place(field) is not (> 0 and var place))
        {
            return 0;
        }

        int start = Follow(_bytes, place);
        int count = BinaryPrimitives.ReadInt32LittleEndian(_bytes[start..]);
        return count >= 0 && count <= (_bytes.Length - start) / sizeof(int)
            ? count
            : throw new FormatException($"a list of {count} entries where {_bytes.Length - start} bytes are left");
    }

    /// <summary>Gets a table in a list.</summary>
    public FlatTable Item(int field, int index)
    {
        int start = Follow(_bytes, Place(field)) + sizeof(int);
        return new FlatTable(_bytes, Follow(_bytes, start + (index * sizeof(int))));
    }

    private static int Follow(ReadOnlySpan<byte> bytes, int place)
    {
        int distance = BinaryPrimitives.ReadInt32LittleEndian(bytes[place..]);
        return distance > 0 && distance < bytes.Length - place
            ? place + distance
            : throw new FormatException($"a reference over {distance} bytes at byte {place} of {bytes.Length}");
    }

    /// <summary>Where the value of a field stands; 0 if it is left out.</summary>
    private int Place(int field)
    {
        int fields = position - BinaryPrimitives.ReadInt32LittleEndian(_bytes[position..]);
        int entry = sizeof(int) + (sizeof(ushort) * field);
        ushort offset = BinaryPrimitives.ReadUInt16LittleEndian(_bytes[fields..]) > entry
            ? BinaryPrimitives.ReadUInt16LittleEndian(_bytes[(fields + entry)..])
            : (ushort)0;
        return offset == 0 ? 0 : position + offset;
    }
}
