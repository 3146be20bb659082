using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary><c>g = fma(p, decay, g); p = fma(g, -lr, p)</c>.</summary>
internal readonly record struct SgdPlainRule(float NegativeLr, float WeightDecay) : IUpdateRule
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Update<V>(ref V parameter, V gradient, ref V first, ref V second, ref V third)
        where V : struct, ILanes<V>
        => parameter = V.Fma(Decayed(parameter, gradient, WeightDecay), V.Broadcast(NegativeLr), parameter);

    /// <summary>The gradient with that of the squared weights, where there is weight decay.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Decayed<V>(V parameter, V gradient, float weightDecay)
        where V : struct, ILanes<V>
        => weightDecay == 0 ? gradient : V.Fma(parameter, V.Broadcast(weightDecay), gradient);
}
