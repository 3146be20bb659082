using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary><c>y = min(max(gelu(x), -10), 10)</c> (gelu_10); <c>dy/dx = gelu'(x)</c> where gelu(x) is inside, else 0.</summary>
internal readonly struct GeluClipped : IDifferentiable
{
    private const float Limit = 10f;

    public static bool DerivativeTakesResult => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x)
        where V : struct, ILanes<V>
        => V.Min(V.Broadcast(Limit), V.Max(V.Broadcast(-Limit), Gelu.Forward(x)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x)
        where V : struct, ILanes<V>
    {
        V y = Gelu.Forward(x, out V derivative);
        return derivative & (y <= V.Broadcast(Limit)) & (y >= V.Broadcast(-Limit));
    }
}
