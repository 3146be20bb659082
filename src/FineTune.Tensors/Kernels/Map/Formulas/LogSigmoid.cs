using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary><c>y = min(x, 0) - ln(1 + e^-|x|)</c>; <c>dy/dx = sigmoid(-x)</c>.</summary>
internal readonly struct LogSigmoid : IDifferentiable
{
    public static bool DerivativeTakesResult => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x)
        where V : struct, ILanes<V>
        => V.Min(V.Broadcast(0f), x) - VectorMath.Log1p(VectorMath.Exp(-V.Abs(x)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x)
        where V : struct, ILanes<V>
        => VectorMath.Sigmoid(-x);
}
