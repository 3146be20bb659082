using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary>Elementary functions on lanes, each within 2 units in the last place of the exact value (the tests state by how much).</summary>
internal static partial class VectorMath
{
    private const float Log2E = 1.442695041f;
    private const float MinusLn2High = -0.693147182f;
    private const float MinusLn2Low = 1.90465421e-9f;

    /// <summary>e^x for all x: 0 below -103.98, infinity above 88.72, subnormal results included.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp<V>(V x)
        where V : struct, ILanes<V>
    {
        // NaN is the second operand of both, so it passes.
        V clamped = V.Min(V.Broadcast(89f), V.Max(V.Broadcast(-104.5f), x));
        V power = Reduce(clamped, out V rest);
        return V.Scale(ExpFraction(rest, rest * rest) + V.Broadcast(1f), power);
    }

    /// <summary>e^x for x &lt;= 0 within 0.6 ulp, for where more errors follow: what the reduction and 1 + r lose is put back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V CarefulExp<V>(V x)
        where V : struct, ILanes<V>
    {
        V clamped = V.Max(V.Broadcast(-104.5f), x);
        V power = Reduce(clamped, out V rest);
        V high = V.Fma(power, V.Broadcast(MinusLn2High), clamped);
        V sum = V.Broadcast(1f) + rest;
        V lost = V.Fma(power, V.Broadcast(MinusLn2Low), high - rest) + (rest - (sum - V.Broadcast(1f)));
        V square = rest * rest;
        return V.Scale(sum + V.Fma(ExpTail(rest, square), square, lost), power);
    }

    /// <summary>e^x - 1 for all x, accurate around 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Expm1<V>(V x)
        where V : struct, ILanes<V>
    {
        // Half of everything, so that 2^128 does not overflow before its time.
        V clamped = V.Min(V.Broadcast(89f), V.Max(V.Broadcast(-18f), x));
        V power = Reduce(clamped, out V rest);
        V fraction = ExpFraction(rest, rest * rest);
        V scale = V.Scale(V.Broadcast(0.5f), power);
        V half = V.Fma(scale, fraction, scale - V.Broadcast(0.5f));
        return V.Select(V.Equal(power, V.Broadcast(0f)), fraction, half + half);
    }

    /// <summary>x = power * ln 2 + rest, power whole, |rest| at most ln 2 / 2 (a little more for the last bit).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Reduce<V>(V x, out V rest)
        where V : struct, ILanes<V>
    {
        V power = V.Fma(x, V.Broadcast(Log2E), V.Broadcast(PowerOfTwo.Shifter)) - V.Broadcast(PowerOfTwo.Shifter);

        // power * high has at most 32 bits and the difference at most 24, so the first step is exact.
        rest = V.Fma(power, V.Broadcast(MinusLn2Low), V.Fma(power, V.Broadcast(MinusLn2High), x));
        return power;
    }

    /// <summary>e^r - 1 given r^2: r + r^2 * minimax polynomial, error below 1.4e-8 of it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V ExpFraction<V>(V r, V square)
        where V : struct, ILanes<V>
        => V.Fma(ExpTail(r, square), square, r);

    /// <summary>(e^r - 1 - r) / r^2 given r^2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V ExpTail<V>(V r, V square)
        where V : struct, ILanes<V>
        => Polynomial(r, square, 0.5f, 0.16666545f, 0.041666403f, 0.008366406f, 0.0013940658f);
}
