using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary><c>y = ln x</c>; <c>dy/dx = 1 / x</c>.</summary>
internal readonly struct Logarithm : IDifferentiable
{
    public static bool DerivativeTakesResult => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x)
        where V : struct, ILanes<V>
        => VectorMath.Log(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x)
        where V : struct, ILanes<V>
        => V.Broadcast(1f) / x;
}
