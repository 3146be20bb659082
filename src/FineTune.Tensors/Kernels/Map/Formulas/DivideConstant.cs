using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary><c>y = c / x</c>; <c>dy/dx = -c / x^2</c>.</summary>
internal readonly struct DivideConstant(float c) : IDifferentiable
{
    private readonly float _c = c;

    public static bool DerivativeTakesResult => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x)
        where V : struct, ILanes<V>
        => V.Broadcast(_c) / x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x)
        where V : struct, ILanes<V>
        => -(V.Broadcast(_c) / x / x);
}
