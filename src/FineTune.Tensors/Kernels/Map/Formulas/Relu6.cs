using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary><c>y = min(max(x, 0), 6)</c>; <c>dy/dx = 1</c> strictly between, else 0.</summary>
internal readonly struct Relu6 : IDifferentiable
{
    public static bool DerivativeTakesResult => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x)
        where V : struct, ILanes<V>
        => V.Min(V.Broadcast(6f), V.Max(V.Broadcast(0f), x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V y)
        where V : struct, ILanes<V>
        => V.Broadcast(1f) & (y > V.Broadcast(0f)) & (y < V.Broadcast(6f));
}
