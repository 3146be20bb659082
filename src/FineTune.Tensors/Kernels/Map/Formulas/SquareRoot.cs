using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary><c>y = sqrt(x)</c>; <c>dy/dx = 1 / (2 y)</c>.</summary>
internal readonly struct SquareRoot : IDifferentiable
{
    public static bool DerivativeTakesResult => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x)
        where V : struct, ILanes<V>
        => V.Sqrt(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V y)
        where V : struct, ILanes<V>
        => V.Broadcast(1f) / (y + y);
}
