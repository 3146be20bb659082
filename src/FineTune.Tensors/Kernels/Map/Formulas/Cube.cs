using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary><c>y = x^3</c>; <c>dy/dx = 3 x^2</c>.</summary>
internal readonly struct Cube : IDifferentiable
{
    public static bool DerivativeTakesResult => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x)
        where V : struct, ILanes<V>
        => x * x * x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x)
        where V : struct, ILanes<V>
        => V.Broadcast(3f) * x * x;
}
