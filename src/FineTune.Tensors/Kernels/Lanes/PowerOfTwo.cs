using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary>Multiplication by powers of two where there is no instruction for it.</summary>
internal static class PowerOfTwo
{
    /// <summary>1.5 * 2^23: added to a whole number of fewer than 22 bits, it leaves that number in its low bits.</summary>
    public const float Shifter = 12582912f;

    private const int ExponentBias = 127;
    private const int MantissaBits = 23;

    /// <summary><see cref="ILanes{TSelf}.Scale"/> by two products, of which the first is exact, so that the result is rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Scale<V>(V value, V power)
        where V : struct, ILanes<V>
    {
        V whole = V.SubtractBits(power + V.Broadcast(Shifter), V.Broadcast(Shifter));
        V half = V.ShiftRightArithmetic(whole, 1);
        return value * Of(half) * Of(V.SubtractBits(whole, half));
    }

    /// <summary>Gets 2^n for whole numbers n from -126 to 127 in the bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V>(V whole)
        where V : struct, ILanes<V>
        => V.ShiftLeft(V.AddBits(whole, V.BroadcastBits(ExponentBias)), MantissaBits);
}
