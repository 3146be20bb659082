using System.Runtime.InteropServices;

namespace FineTune.IO;

/// <summary>Turns little-endian whole numbers of other widths into int64, and back.</summary>
internal static class IntegerFormats
{
    public static void Widen(SafetensorsDType dtype, ReadOnlySpan<byte> source, Span<long> destination)
    {
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = dtype switch
            {
                SafetensorsDType.Bool => source[i] == 0 ? 0 : 1,
                SafetensorsDType.U8 => source[i],
                SafetensorsDType.I8 => (sbyte)source[i],
                SafetensorsDType.I16 => MemoryMarshal.Cast<byte, short>(source)[i],
                SafetensorsDType.U16 => MemoryMarshal.Cast<byte, ushort>(source)[i],
                SafetensorsDType.I32 => MemoryMarshal.Cast<byte, int>(source)[i],
                SafetensorsDType.U32 => MemoryMarshal.Cast<byte, uint>(source)[i],
                SafetensorsDType.I64 => MemoryMarshal.Cast<byte, long>(source)[i],
                _ => throw new ArgumentOutOfRangeException(nameof(dtype)),
            };
        }
    }

    /// <summary>The smallest and largest number a kind holds.</summary>
    public static (long Min, long Max) RangeOf(SafetensorsDType dtype) => dtype switch
    {
        SafetensorsDType.Bool => (0, 1),
        SafetensorsDType.U8 => (byte.MinValue, byte.MaxValue),
        SafetensorsDType.I8 => (sbyte.MinValue, sbyte.MaxValue),
        SafetensorsDType.I16 => (short.MinValue, short.MaxValue),
        SafetensorsDType.U16 => (ushort.MinValue, ushort.MaxValue),
        SafetensorsDType.I32 => (int.MinValue, int.MaxValue),
        SafetensorsDType.U32 => (uint.MinValue, uint.MaxValue),
        _ => (long.MinValue, long.MaxValue),
    };

    /// <summary>destination = the numbers, which fit; the lowest bytes of each.</summary>
    public static void Narrow(int bytesEach, ReadOnlySpan<long> source, Span<byte> destination)
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(source);
        for (int i = 0; i < source.Length; i++)
        {
            bytes.Slice(i * sizeof(long), bytesEach).CopyTo(destination[(i * bytesEach)..]);
        }
    }
}
