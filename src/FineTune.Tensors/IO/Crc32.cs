using System.Buffers.Binary;

namespace FineTune.IO;

/// <summary>The checksum of zip files (CRC-32, reflected polynomial 0xEDB88320), sixteen bytes at a time.</summary>
internal struct Crc32
{
    private const int Slices = 16;
    private static readonly uint[][] Tables = MakeTables();

    private uint _inverted;

    /// <summary>Gets the checksum of the bytes added so far.</summary>
    public readonly uint Value => _inverted;

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        Crc32 crc = default;
        crc.Add(bytes);
        return crc.Value;
    }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        uint[][] t = Tables;
        uint crc = ~_inverted;
        for (; bytes.Length >= Slices; bytes = bytes[Slices..])
        {
            uint a = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ crc;
            uint b = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            uint c = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
            uint d = BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]);
            crc = Four(t, 12, a) ^ Four(t, 8, b) ^ Four(t, 4, c) ^ Four(t, 0, d);
        }

        foreach (byte value in bytes)
        {
            crc = t[0][(byte)(crc ^ value)] ^ (crc >> 8);
        }

        _inverted = ~crc;
    }

    /// <summary>Four bytes that are followed by <paramref name="after"/> more of their group.</summary>
    private static uint Four(uint[][] tables, int after, uint word) =>
        tables[after + 3][(byte)word] ^ tables[after + 2][(byte)(word >> 8)] ^ tables[after + 1][(byte)(word >> 16)] ^ tables[after][word >> 24];

    private static uint[][] MakeTables()
    {
        uint[][] tables = new uint[Slices][];
        for (int slice = 0; slice < Slices; slice++)
        {
            tables[slice] = new uint[256];
            for (uint value = 0; value < 256; value++)
            {
                tables[slice][value] = slice == 0 ? OneByte(value) : Shift(tables, tables[slice - 1][value]);
            }
        }

        return tables;
    }

    private static uint Shift(uint[][] tables, uint crc) => tables[0][(byte)crc] ^ (crc >> 8);

    private static uint OneByte(uint crc)
    {
        for (int bit = 0; bit < 8; bit++)
        {
            crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320u);
        }

        return crc;
    }
}
