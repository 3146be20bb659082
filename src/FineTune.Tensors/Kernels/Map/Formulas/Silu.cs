using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary><c>y = x * sigmoid(x)</c> (silu, swish); <c>dy/dx = s (1 + x (1 - s))</c> with <c>s = sigmoid(x)</c>.</summary>
internal readonly struct Silu : IDifferentiable
{
    public static bool DerivativeTakesResult => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x)
        where V : struct, ILanes<V>
        => x * VectorMath.Sigmoid(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x)
        where V : struct, ILanes<V>
    {
        V s = VectorMath.Sigmoid(x);
        return s * V.Fma(x, V.Broadcast(1f) - s, V.Broadcast(1f));
    }
}
