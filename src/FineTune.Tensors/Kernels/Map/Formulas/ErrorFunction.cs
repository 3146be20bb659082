using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary><c>y = erf(x)</c>; <c>dy/dx = 2 / sqrt(pi) * e^(-x^2)</c>.</summary>
internal readonly struct ErrorFunction : IDifferentiable
{
    public static bool DerivativeTakesResult => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x)
        where V : struct, ILanes<V>
        => VectorMath.Erf(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x)
        where V : struct, ILanes<V>
        => V.Broadcast(1.1283791671f) * VectorMath.Exp(-(x * x));
}
