using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary><c>y = max(x, 0)</c>, NaN passing; <c>dy/dx = 1</c> where y is above 0, else 0.</summary>
internal readonly struct Relu : IDifferentiable
{
    public static bool DerivativeTakesResult => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x)
        where V : struct, ILanes<V>
        => V.Max(V.Broadcast(0f), x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V y)
        where V : struct, ILanes<V>
        => V.Broadcast(1f) & (y > V.Broadcast(0f));
}
