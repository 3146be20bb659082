using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <content>The error function.</content>
internal static partial class VectorMath
{
    private const float ErfSplit = 0.93f;

    /// <summary>erf(x): x + x * P(x^2) near 0, 1 - e^(-|x| * G(|x|)) with the sign of x beyond 0.93.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Erf<V>(V x)
        where V : struct, ILanes<V>
    {
        // Beyond 4 the result is 1 to the last bit. NaN is the second operand, so it passes.
        V t = V.Min(V.Broadcast(4f), V.Abs(x));
        V square = t * t;
        V far = V.Broadcast(1f) - Exp(-(t * ErfcExponent(t, square)));
        return CopySign(V.Select(t < V.Broadcast(ErfSplit), V.Fma(t, ErfNearZero(square), t), far), x);
    }

    /// <summary>erf(x) / x - 1 in s = x^2 up to 0.95^2: minimax, error of erf 9.1e-10 of it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V ErfNearZero<V>(V s)
        where V : struct, ILanes<V>
        => Polynomial(s, s * s, 0.12837917f, -0.3761263f, 0.11283626f, -0.02685574f, 0.0051924605f, -0.0008050804f, 8.002775e-05f);

    /// <summary>-ln(erfc(t)) / t from 0.9 to 4, given t^2: minimax, error of erf 8.6e-10 of it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V ErfcExponent<V>(V t, V square)
        where V : struct, ILanes<V>
        => Polynomial(
            t, square, 1.1286371f, 0.63519806f, 0.106158964f, -0.023694444f, 0.0036102587f, -0.00031483083f, 1.0429695e-05f);
}
