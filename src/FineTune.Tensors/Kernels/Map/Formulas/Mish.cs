using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary><c>y = x * t</c> with <c>t = tanh(softplus(x))</c>; <c>dy/dx = t + x (1 - t^2) sigmoid(x)</c>.</summary>
internal readonly struct Mish : IDifferentiable
{
    public static bool DerivativeTakesResult => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x)
        where V : struct, ILanes<V>
        => x * VectorMath.Tanh(Softplus.Value(x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x)
        where V : struct, ILanes<V>
    {
        V t = VectorMath.Tanh(Softplus.Value(x));
        return V.Fma(x * V.Fma(-t, t, V.Broadcast(1f)), VectorMath.Sigmoid(x), t);
    }
}
