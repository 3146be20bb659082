using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary><c>y = x^2</c>; <c>dy/dx = 2 x</c>.</summary>
internal readonly struct Square : IDifferentiable
{
    public static bool DerivativeTakesResult => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x)
        where V : struct, ILanes<V>
        => x * x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x)
        where V : struct, ILanes<V>
        => x + x;
}
