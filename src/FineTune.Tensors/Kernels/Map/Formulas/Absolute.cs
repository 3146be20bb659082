using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary><c>y = |x|</c>; <c>dy/dx = sign(x)</c>, 0 at 0.</summary>
internal readonly struct Absolute : IDifferentiable
{
    public static bool DerivativeTakesResult => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x)
        where V : struct, ILanes<V>
        => V.Abs(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x)
        where V : struct, ILanes<V>
        => V.Select(x > V.Broadcast(0f), V.Broadcast(1f), V.Select(x < V.Broadcast(0f), V.Broadcast(-1f), V.Broadcast(0f)));
}
