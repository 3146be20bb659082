using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary>
/// <c>p *= decay; p = fma(sign(fma(g, 1 - b1, m*b1)), -lr, p); m = fma(g, 1 - b2, m*b2)</c>, where the sign of 0 is 0.
/// </summary>
internal readonly record struct LionRule(float NegativeLr, float Decay, float Beta1, float OneMinusBeta1, float Beta2, float OneMinusBeta2)
    : IUpdateRule
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Update<V>(ref V parameter, V gradient, ref V first, ref V second, ref V third)
        where V : struct, ILanes<V>
    {
        V update = V.Fma(gradient, V.Broadcast(OneMinusBeta1), first * V.Broadcast(Beta1));
        V one = V.Broadcast(1);
        V sign = V.Select(update > default(V), one, V.Select(update < default(V), -one, default));
        parameter = V.Fma(sign, V.Broadcast(NegativeLr), parameter * V.Broadcast(Decay));
        first = V.Fma(gradient, V.Broadcast(OneMinusBeta2), first * V.Broadcast(Beta2));
    }
}
