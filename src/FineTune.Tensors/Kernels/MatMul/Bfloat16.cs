using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary>The arithmetic of bfloat16 products, "pairs": what AVX512-BF16's <c>vdpbf16ps</c> computes, as formulas for any processor.</summary>
/// <remarks>
/// Operands are rounded to the nearest bfloat16, ties to even. Steps of k go in pairs; a sum takes the product of the odd step first, then that of the even one, each
/// with one rounding to float32. Numbers too small to be normal, as operand or as result, are zeros with their signs; a result counts as too small when it
/// is so after rounding to 24 bits.
/// </remarks>
internal static class Bfloat16
{
    private const float SmallestNormal = 1.17549435e-38f;
    private const float Scale = 4294967296f; // 2^32
    private const float LargestToScale = 1.2379401e27f; // 2^90
    private const float LargestSumOfSmall = 8.6736174e-19f; // 2^-60

    /// <summary>Gets a number rounded to bfloat16: a float whose lower half is zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Round<V>(V x)
        where V : struct, ILanes<V>
    {
        V half = V.AddBits(V.BroadcastBits(0x7FFF), V.ShiftRightArithmetic(x, 16) & V.BroadcastBits(1));
        V rounded = V.Select(V.Equal(x, x), V.AddBits(x, half), x | V.BroadcastBits(0x0040_0000)) & V.BroadcastBits(unchecked((int)0xFFFF_0000));
        return V.Select(V.Abs(x) < V.Broadcast(SmallestNormal), x & V.BroadcastBits(int.MinValue), rounded);
    }

    /// <summary>Gets two rounded numbers in the bits of one: the even step's in the lower half.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Join<V>(V even, V odd)
        where V : struct, ILanes<V>
        => odd | (V.ShiftRightArithmetic(even, 16) & V.BroadcastBits(0xFFFF));

    /// <summary>Gets the even step's number of two that were joined.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Even<V>(V pair)
        where V : struct, ILanes<V>
        => V.ShiftLeft(pair, 16);

    /// <summary>Gets the odd step's number of two that were joined.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Odd<V>(V pair)
        where V : struct, ILanes<V>
        => pair & V.BroadcastBits(unchecked((int)0xFFFF_0000));

    /// <summary>Gets left + right, where that is too small zero; no operand is too small.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Add<V>(V left, V right)
        where V : struct, ILanes<V>
    {
        // Sums of numbers that small are exact, so that rounding cannot make a small one normal.
        V sum = left + right;
        return V.Select(V.Abs(sum) < V.Broadcast(SmallestNormal), sum & V.BroadcastBits(int.MinValue), sum);
    }

    /// <summary>Gets left * right + sum with one rounding, of which too small ones are zeros; no operand is one.</summary>
    /// <remarks>
    /// About the smallest normal number the same is computed 2^32 times as large, where rounding is to 24 bits still. Of greater sums a result is that small only
    /// where nothing is left; of smaller ones the left factor is, unless the right one is zero.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V MultiplyAdd<V>(V left, V right, V sum)
        where V : struct, ILanes<V>
    {
        V result = V.Fma(left, right, sum);
        V scaledLeft = V.Select(V.Abs(left) < V.Broadcast(LargestToScale), left * V.Broadcast(Scale), left);
        V scaled = V.Fma(scaledLeft, right, sum * V.Broadcast(Scale));
        V small = V.Select(V.Abs(scaled) < V.Broadcast(SmallestNormal * Scale), scaled & V.BroadcastBits(int.MinValue), scaled * V.Broadcast(1 / Scale));
        V isSmall = (V.Abs(result) <= V.Broadcast(SmallestNormal)) & (V.Abs(sum) < V.Broadcast(LargestSumOfSmall));
        return V.Select(isSmall, small, result);
    }
}
