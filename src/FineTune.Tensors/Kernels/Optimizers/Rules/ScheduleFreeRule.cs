using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary>
/// The part all schedule-free steps share, for a direction d (the gradient, normalized or not): <c>d = fma(y, decay, d);
/// y = fma(d, yStep, lerp(y, z, c)); z = fma(d, -lr, z)</c>. The parameter is y.
/// </summary>
internal readonly record struct ScheduleFreeRule(float NegativeLr, float YStep, float Decay, float AverageWeight) : IUpdateRule
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Update<V>(ref V parameter, V gradient, ref V first, ref V second, ref V third)
        where V : struct, ILanes<V>
    {
        V direction = SgdPlainRule.Decayed(parameter, gradient, Decay);
        parameter = V.Fma(direction, V.Broadcast(YStep), Lerp.Of(parameter, first, AverageWeight));
        first = V.Fma(direction, V.Broadcast(NegativeLr), first);
    }
}
