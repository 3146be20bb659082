using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary><c>y = x * s</c> with <c>s = sigmoid(1.702 x)</c>; <c>dy/dx = s (1 + 1.702 x (1 - s))</c>.</summary>
internal readonly struct QuickGelu : IDifferentiable
{
    private const float Slope = 1.702f;

    public static bool DerivativeTakesResult => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x)
        where V : struct, ILanes<V>
        => x * VectorMath.Sigmoid(V.Broadcast(Slope) * x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x)
        where V : struct, ILanes<V>
    {
        V scaled = V.Broadcast(Slope) * x;
        V s = VectorMath.Sigmoid(scaled);
        return s * V.Fma(scaled, V.Broadcast(1f) - s, V.Broadcast(1f));
    }
}
