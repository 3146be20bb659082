using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary><c>y = ln(1 + e^x)</c>, x itself above 20 as in torch; <c>dy/dx = sigmoid(x)</c>, 1 above 20.</summary>
internal readonly struct Softplus : IDifferentiable
{
    public static bool DerivativeTakesResult => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x)
        where V : struct, ILanes<V>
        => Value(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x)
        where V : struct, ILanes<V>
        => V.Select(x > V.Broadcast(20f), V.Broadcast(1f), VectorMath.Sigmoid(x));

    /// <summary>Gets the value for formulas that contain it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Value<V>(V x)
        where V : struct, ILanes<V>
        => V.Select(x > V.Broadcast(20f), x, VectorMath.Log1p(VectorMath.Exp(x)));
}
