using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FineTune.Kernels;

/// <summary>
/// The checksum of zip files (CRC-32, reflected polynomial 0xEDB88320): by tables sixteen bytes at a time, or where the processor multiplies
/// without carries, by folding 64 bytes at a time into the next 64 (Gopal et al., "Fast CRC computation using PCLMULQDQ").
/// </summary>
internal struct Crc32
{
    private const int Slices = 16;
    private const int FoldLength = 64;
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
        uint crc = ~_inverted;
        if (Pclmulqdq.IsSupported && bytes.Length >= 2 * FoldLength)
        {
            int folded = bytes.Length / FoldLength * FoldLength;
            crc = Fold(bytes[..folded], crc);
            bytes = bytes[folded..];
        }

        _inverted = ~ByTables(bytes, crc);
    }

    private static uint ByTables(ReadOnlySpan<byte> bytes, uint crc)
    {
        uint[][] t = Tables;
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

        return crc;
    }

    /// <summary>Four running remainders of 128 bits, joined at the end into one whose own checksum is the result.</summary>
    private static uint Fold(ReadOnlySpan<byte> bytes, uint crc)
    {
        Vector128<ulong> by64 = Vector128.Create(0x0154442bd4UL, 0x01c6e41596UL);
        Vector128<ulong> by16 = Vector128.Create(0x01751997d0UL, 0x00ccaa009eUL);
        Vector128<ulong> a = Load(bytes, 0) ^ Vector128.CreateScalar((ulong)crc);
        Vector128<ulong> b = Load(bytes, 16);
        Vector128<ulong> c = Load(bytes, 32);
        Vector128<ulong> d = Load(bytes, 48);
        for (bytes = bytes[FoldLength..]; bytes.Length > 0; bytes = bytes[FoldLength..])
        {
            a = Shift(a, by64) ^ Load(bytes, 0);
            b = Shift(b, by64) ^ Load(bytes, 16);
            c = Shift(c, by64) ^ Load(bytes, 32);
            d = Shift(d, by64) ^ Load(bytes, 48);
        }

        Vector128<ulong> rest = Shift(Shift(Shift(a, by16) ^ b, by16) ^ c, by16) ^ d;
        Span<byte> last = stackalloc byte[16];
        rest.AsByte().CopyTo(last);
        return ByTables(last, 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Load(ReadOnlySpan<byte> bytes, int start) => Vector128.Create(bytes.Slice(start, 16)).AsUInt64();

    /// <summary>The remainder of a value that many bytes (the factors say how many) lie behind.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Shift(Vector128<ulong> value, Vector128<ulong> factors) =>
        Pclmulqdq.CarrylessMultiply(value, factors, 0x00) ^ Pclmulqdq.CarrylessMultiply(value, factors, 0x11);

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
