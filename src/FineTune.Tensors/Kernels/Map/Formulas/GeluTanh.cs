using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary>
/// <c>y = x (1 + t) / 2</c> with <c>t = tanh(u)</c>, <c>u = sqrt(2/pi) (x + 0.044715 x^3)</c> (gelu_new, gelu_fast, gelu_pytorch_tanh and their kin);
/// <c>dy/dx = (1 + t) / 2 + x (1 - t^2) / 2 * u'</c>.
/// </summary>
internal readonly struct GeluTanh : IDifferentiable
{
    private const float SqrtTwoOverPi = 0.7978845608f;
    private const float Coefficient = 0.044715f;

    public static bool DerivativeTakesResult => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x)
        where V : struct, ILanes<V>
    {
        V half = V.Broadcast(0.5f) * x;
        return V.Fma(half, VectorMath.Tanh(Inner(x, x * x)), half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x)
        where V : struct, ILanes<V>
    {
        V square = x * x;
        V t = VectorMath.Tanh(Inner(x, square));
        V slope = V.Fma(V.Broadcast(3f * Coefficient * SqrtTwoOverPi), square, V.Broadcast(SqrtTwoOverPi));
        V halfSech = V.Broadcast(0.5f) * V.Fma(-t, t, V.Broadcast(1f));
        return V.Fma(x * halfSech, slope, V.Fma(V.Broadcast(0.5f), t, V.Broadcast(0.5f)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Inner<V>(V x, V square)
        where V : struct, ILanes<V>
        => V.Broadcast(SqrtTwoOverPi) * V.Fma(V.Broadcast(Coefficient) * square, x, x);
}
