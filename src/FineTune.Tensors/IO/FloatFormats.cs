using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FineTune.IO;

/// <summary>Turns little-endian floats of other widths into float32, and back with rounding to the nearest, ties to even, as torch does.</summary>
internal static class FloatFormats
{
    private const int Piece = 4096;

    /// <summary>Rounds numbers to those that a format of two bytes has.</summary>
    public static void Round(SafetensorsDType dtype, Span<float> values)
    {
        Span<byte> narrow = stackalloc byte[Piece * sizeof(ushort)];
        for (int i = 0; i < values.Length; i += Piece)
        {
            Span<float> piece = values.Slice(i, Math.Min(Piece, values.Length - i));
            Span<byte> bytes = narrow[..(piece.Length * sizeof(ushort))];
            Narrow(dtype, piece, bytes);
            Widen(dtype, bytes, piece);
        }
    }

    public static void Widen(SafetensorsDType dtype, ReadOnlySpan<byte> source, Span<float> destination)
    {
        switch (dtype)
        {
            case SafetensorsDType.F32:
                source.CopyTo(MemoryMarshal.AsBytes(destination));
                break;
            case SafetensorsDType.BF16:
                WidenBFloat16(MemoryMarshal.Cast<byte, ushort>(source), destination);
                break;
            case SafetensorsDType.F16:
                WidenHalf(MemoryMarshal.Cast<byte, ushort>(source), destination);
                break;
            case SafetensorsDType.F64:
                NarrowDouble(MemoryMarshal.Cast<byte, double>(source), destination);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(dtype));
        }
    }

    public static void Narrow(SafetensorsDType dtype, ReadOnlySpan<float> source, Span<byte> destination)
    {
        switch (dtype)
        {
            case SafetensorsDType.F32:
                MemoryMarshal.AsBytes(source).CopyTo(destination);
                break;
            case SafetensorsDType.BF16:
                ToBFloat16(source, MemoryMarshal.Cast<byte, ushort>(destination));
                break;
            case SafetensorsDType.F16:
                ToHalf(source, MemoryMarshal.Cast<byte, ushort>(destination));
                break;
            case SafetensorsDType.F64:
                WidenToDouble(source, MemoryMarshal.Cast<byte, double>(destination));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(dtype));
        }
    }

    private static void WidenBFloat16(ReadOnlySpan<ushort> source, Span<float> destination)
    {
        Span<uint> bits = MemoryMarshal.Cast<float, uint>(destination);
        int i = 0;
        for (; i <= source.Length - Vector256<ushort>.Count; i += Vector256<ushort>.Count)
        {
            (Vector256<uint> low, Vector256<uint> high) = Vector256.Widen(Vector256.Create(source[i..]));
            (low << 16).CopyTo(bits[i..]);
            (high << 16).CopyTo(bits[(i + Vector256<uint>.Count)..]);
        }

        for (; i < source.Length; i++)
        {
            bits[i] = (uint)source[i] << 16;
        }
    }

    /// <summary>
    /// With exponent and mantissa at their place in float32, a product with 2^112 puts the exponent right, of the smallest numbers too;
    /// what is then above any half was infinite or no number, and gets the exponent that says so.
    /// </summary>
    private static void WidenHalf(ReadOnlySpan<ushort> source, Span<float> destination)
    {
        int i = 0;
        for (; i <= source.Length - Vector256<ushort>.Count; i += Vector256<ushort>.Count)
        {
            (Vector256<uint> low, Vector256<uint> high) = Vector256.Widen(Vector256.Create(source[i..]));
            WidenHalf(low).CopyTo(destination[i..]);
            WidenHalf(high).CopyTo(destination[(i + Vector256<float>.Count)..]);
        }

        for (; i < source.Length; i++)
        {
            destination[i] = (float)BitConverter.UInt16BitsToHalf(source[i]);
        }
    }

    private static Vector256<float> WidenHalf(Vector256<uint> half)
    {
        Vector256<uint> sign = (half & Vector256.Create(0x8000u)) << 16;
        Vector256<float> size = ((half & Vector256.Create(0x7FFFu)) << 13).AsSingle() * Vector256.Create(BitConverter.UInt32BitsToSingle(0x77800000));
        Vector256<uint> special = Vector256.GreaterThanOrEqual(size, Vector256.Create(65536f)).AsUInt32() & Vector256.Create(0x7F800000u);
        return (size.AsUInt32() | special | sign).AsSingle();
    }

    private static void NarrowDouble(ReadOnlySpan<double> source, Span<float> destination)
    {
        for (int i = 0; i < source.Length; i++)
        {
            destination[i] = (float)source[i];
        }
    }

    private static void WidenToDouble(ReadOnlySpan<float> source, Span<double> destination)
    {
        for (int i = 0; i < source.Length; i++)
        {
            destination[i] = source[i];
        }
    }

    private static void ToBFloat16(ReadOnlySpan<float> source, Span<ushort> destination)
    {
        for (int i = 0; i < source.Length; i++)
        {
            uint bits = BitConverter.SingleToUInt32Bits(source[i]);
            uint rounded = (bits + 0x7FFF + ((bits >> 16) & 1)) >> 16;
            destination[i] = (ushort)(float.IsNaN(source[i]) ? 0x7FC0 : rounded);
        }
    }

    private static void ToHalf(ReadOnlySpan<float> source, Span<ushort> destination)
    {
        for (int i = 0; i < source.Length; i++)
        {
            ushort nan = (ushort)(0x7E00 | ((BitConverter.SingleToUInt32Bits(source[i]) >> 16) & 0x8000));
            destination[i] = float.IsNaN(source[i]) ? nan : BitConverter.HalfToUInt16Bits((Half)source[i]);
        }
    }
}
