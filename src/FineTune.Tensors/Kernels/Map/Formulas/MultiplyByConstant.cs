using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary><c>y = c * x</c>; <c>dy/dx = c</c>.</summary>
internal readonly struct MultiplyByConstant(float c) : IDifferentiable
{
    private readonly float _c = c;

    public static bool DerivativeTakesResult => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x)
        where V : struct, ILanes<V>
        => x * V.Broadcast(_c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x)
        where V : struct, ILanes<V>
        => V.Broadcast(_c);
}
