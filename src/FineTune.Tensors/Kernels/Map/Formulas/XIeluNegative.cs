using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary>
/// The part of xIELU below 0: <c>y = e^min(x, eps) - 1 - x</c>, 0 above; <c>dy/dx = e^x - 1</c> below eps, -1 from there to 0, 0 above.
/// </summary>
internal readonly struct XIeluNegative(float eps) : IDifferentiable
{
    private readonly float _eps = eps;

    public static bool DerivativeTakesResult => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x)
        where V : struct, ILanes<V>
        => V.Select(x > V.Broadcast(0f), V.Broadcast(0f), VectorMath.Expm1(V.Min(V.Broadcast(_eps), x)) - x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x)
        where V : struct, ILanes<V>
    {
        V slope = V.Select(x < V.Broadcast(_eps), VectorMath.Expm1(x), V.Broadcast(-1f));
        return V.Select(x > V.Broadcast(0f), V.Broadcast(0f), slope);
    }
}
