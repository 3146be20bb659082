using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary><c>g = fma(p, decay, g); s = fma(g, g, s); p += (-lr*g) / (sqrt(s) + eps)</c>.</summary>
internal readonly record struct AdagradRule(float NegativeLr, float WeightDecay, float Eps) : IUpdateRule
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Update<V>(ref V parameter, V gradient, ref V first, ref V second, ref V third)
        where V : struct, ILanes<V>
    {
        V g = SgdPlainRule.Decayed(parameter, gradient, WeightDecay);
        first = V.Fma(g, g, first);
        parameter += V.Broadcast(NegativeLr) * g / (V.Sqrt(first) + V.Broadcast(Eps));
    }
}
