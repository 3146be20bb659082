using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <content>Logarithms.</content>
internal static partial class VectorMath
{
    private const float SmallestNormal = 1.17549435e-38f;
    private const float TwoTo23 = 8388608f;
    private const float Ln2High = 0.693145752f;
    private const float Ln2Low = 1.42860677e-6f;
    private const int SqrtHalfBits = 0x3F3504F3;

    /// <summary>ln x for all x: NaN below 0, -infinity at 0, subnormal numbers included.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log<V>(V x)
        where V : struct, ILanes<V>
    {
        V zero = V.Broadcast(0f);
        V isSmall = x < V.Broadcast(SmallestNormal);
        V normal = V.Select(isSmall, x * V.Broadcast(TwoTo23), x);

        // normal = m * 2^e with m from sqrt(1/2) to sqrt(2).
        V shifted = V.SubtractBits(normal, V.BroadcastBits(SqrtHalfBits));
        V exponent = V.BitsToFloat(V.ShiftRightArithmetic(shifted, 23)) - (isSmall & V.Broadcast(23f));
        V m = V.AddBits(shifted & V.BroadcastBits(0x007FFFFF), V.BroadcastBits(SqrtHalfBits));
        V f = m - V.Broadcast(1f);
        V square = f * f;
        V tail = V.Fma(V.Broadcast(-0.5f), square, square * f * LogTail(f, square));
        V result = V.Fma(exponent, V.Broadcast(Ln2High), f + V.Fma(exponent, V.Broadcast(Ln2Low), tail));

        // Infinity and NaN give themselves, 0 gives -infinity, below 0 NaN.
        result = V.Select(x < V.Broadcast(float.PositiveInfinity), result, x);
        result = V.Select(V.Equal(x, zero), V.Broadcast(float.NegativeInfinity), result);
        return V.Select(x < zero, V.Broadcast(float.NaN), result);
    }

    /// <summary>ln(1 + x), accurate around 0: NaN below -1, -infinity at -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log1p<V>(V x)
        where V : struct, ILanes<V>
    {
        // What 1 + x loses, relative to it, is what its logarithm lacks. Where 1 + x is infinite or not positive, nothing is to be added.
        V one = V.Broadcast(1f);
        V sum = one + x;
        V lost = V.Select(V.Abs(x) < one, x - (sum - one), one - (sum - x));
        V correction = V.Select(sum > V.Broadcast(0f), V.Select(sum < V.Broadcast(float.PositiveInfinity), lost / sum, V.Broadcast(0f)), V.Broadcast(0f));
        return V.Select(V.Equal(sum, one), x, Log(sum) + correction);
    }

    /// <summary>(ln(1 + f) - f + f^2 / 2) / f^3 from sqrt(1/2) - 1 to sqrt(2) - 1, given f^2: minimax, error of ln 7.7e-10 of it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V LogTail<V>(V f, V square)
        where V : struct, ILanes<V>
    {
        V fourth = square * square;
        V low = Polynomial(f, square, 0.33333313f, -0.2500001f, 0.20002073f, -0.16667992f);
        V high = Polynomial(f, square, 0.14220311f, -0.124061145f, 0.118838735f, -0.11671176f, 0.06749857f);
        return V.Fma(high, fourth, low);
    }
}
