using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary><c>y = sqrt(softplus(x))</c>; <c>dy/dx = sigmoid(x) / (2 y)</c>.</summary>
internal readonly struct SqrtSoftplus : IDifferentiable
{
    public static bool DerivativeTakesResult => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x)
        where V : struct, ILanes<V>
        => V.Sqrt(Softplus.Value(x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x)
        where V : struct, ILanes<V>
    {
        V y = V.Sqrt(Softplus.Value(x));
        return default(Softplus).Derivative(x) / (y + y);
    }
}
