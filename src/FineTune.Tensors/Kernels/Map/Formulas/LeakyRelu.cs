using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary><c>y = x</c> above 0, else <c>slope * x</c>; <c>dy/dx = 1</c> or <c>slope</c>.</summary>
internal readonly struct LeakyRelu(float slope) : IDifferentiable
{
    private readonly float _slope = slope;

    public static bool DerivativeTakesResult => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x)
        where V : struct, ILanes<V>
        => V.Select(x > V.Broadcast(0f), x, x * V.Broadcast(_slope));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x)
        where V : struct, ILanes<V>
        => V.Select(x > V.Broadcast(0f), V.Broadcast(1f), V.Broadcast(_slope));
}
