using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary><c>y = e^x</c>; <c>dy/dx = y</c>.</summary>
internal readonly struct Exponential : IDifferentiable
{
    public static bool DerivativeTakesResult => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x)
        where V : struct, ILanes<V>
        => VectorMath.Exp(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V y)
        where V : struct, ILanes<V>
        => y;
}
