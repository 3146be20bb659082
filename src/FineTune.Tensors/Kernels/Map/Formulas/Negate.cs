using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary><c>y = -x</c>; <c>dy/dx = -1</c>.</summary>
internal readonly struct Negate : IDifferentiable
{
    public static bool DerivativeTakesResult => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x)
        where V : struct, ILanes<V>
        => -x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x)
        where V : struct, ILanes<V>
        => V.Broadcast(-1f);
}
