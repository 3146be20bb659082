using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary><c>y = x * min(max(x + 3, 0), 6) / 6</c>; <c>dy/dx = 0</c> up to -3, <c>x / 3 + 1/2</c> up to 3, then 1.</summary>
internal readonly struct Hardswish : IDifferentiable
{
    public static bool DerivativeTakesResult => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x)
        where V : struct, ILanes<V>
        => x * V.Min(V.Broadcast(6f), V.Max(V.Broadcast(0f), x + V.Broadcast(3f))) * V.Broadcast(1f / 6f);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x)
        where V : struct, ILanes<V>
    {
        V middle = V.Fma(x, V.Broadcast(1f / 3f), V.Broadcast(0.5f));
        return V.Select(x < V.Broadcast(3f), middle & (x > V.Broadcast(-3f)), V.Broadcast(1f));
    }
}
