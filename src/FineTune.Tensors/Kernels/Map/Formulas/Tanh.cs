using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary><c>y = tanh x</c>; <c>dy/dx = 1 - y^2</c>.</summary>
internal readonly struct Tanh : IDifferentiable
{
    public static bool DerivativeTakesResult => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x)
        where V : struct, ILanes<V>
        => VectorMath.Tanh(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V y)
        where V : struct, ILanes<V>
        => V.Fma(-y, y, V.Broadcast(1f));
}
