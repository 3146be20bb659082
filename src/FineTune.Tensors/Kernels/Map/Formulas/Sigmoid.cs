using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary><c>y = 1 / (1 + e^-x)</c>; <c>dy/dx = y (1 - y)</c>.</summary>
internal readonly struct Sigmoid : IDifferentiable
{
    public static bool DerivativeTakesResult => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x)
        where V : struct, ILanes<V>
        => VectorMath.Sigmoid(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V y)
        where V : struct, ILanes<V>
        => y * (V.Broadcast(1f) - y);
}
