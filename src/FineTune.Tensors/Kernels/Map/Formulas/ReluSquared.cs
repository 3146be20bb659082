using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary><c>y = max(x, 0)^2</c> (relu2); <c>dy/dx = 2 max(x, 0)</c>.</summary>
internal readonly struct ReluSquared : IDifferentiable
{
    public static bool DerivativeTakesResult => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x)
        where V : struct, ILanes<V>
    {
        V positive = V.Max(V.Broadcast(0f), x);
        return positive * positive;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x)
        where V : struct, ILanes<V>
    {
        V positive = V.Max(V.Broadcast(0f), x);
        return positive + positive;
    }
}
