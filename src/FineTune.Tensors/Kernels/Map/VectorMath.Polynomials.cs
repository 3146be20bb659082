using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <content>
/// Polynomials, summed in pairs of terms, then pairs of pairs (Estrin): the steps depend on few others, so that a processor overlaps them.
/// </content>
internal static partial class VectorMath
{
    /// <summary>c0 + c1 x + c2 x^2 + c3 x^3, given x^2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Polynomial<V>(V x, V square, float c0, float c1, float c2, float c3)
        where V : struct, ILanes<V>
        => V.Fma(
            V.Fma(V.Broadcast(c3), x, V.Broadcast(c2)),
            square,
            V.Fma(V.Broadcast(c1), x, V.Broadcast(c0)));

    /// <summary>c0 + c1 x + ... + c4 x^4, given x^2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Polynomial<V>(V x, V square, float c0, float c1, float c2, float c3, float c4)
        where V : struct, ILanes<V>
        => V.Fma(
            V.Fma(V.Broadcast(c4), square, V.Fma(V.Broadcast(c3), x, V.Broadcast(c2))),
            square,
            V.Fma(V.Broadcast(c1), x, V.Broadcast(c0)));

    /// <summary>c0 + c1 x + ... + c6 x^6, given x^2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Polynomial<V>(V x, V square, float c0, float c1, float c2, float c3, float c4, float c5, float c6)
        where V : struct, ILanes<V>
    {
        V high = V.Fma(V.Broadcast(c6), square, V.Fma(V.Broadcast(c5), x, V.Broadcast(c4)));
        return V.Fma(high, square * square, Polynomial(x, square, c0, c1, c2, c3));
    }
}
