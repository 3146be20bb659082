using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary><c>y = x * Phi(x)</c> (gelu, gelu_python); <c>dy/dx = Phi(x) + x * phi(x)</c>.</summary>
internal readonly struct GeluErf : IDifferentiable
{
    public static bool DerivativeTakesResult => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x)
        where V : struct, ILanes<V>
        => Gelu.Forward(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x)
        where V : struct, ILanes<V>
        => Gelu.Derivative(x);
}
