using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary><c>m = lerp(m, g, weight); v = fma((1 - b2)*g, g, v*b2)</c>; the parameter stays.</summary>
internal readonly record struct MomentsRule(float Weight, float Beta2, float OneMinusBeta2) : IUpdateRule
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Update<V>(ref V parameter, V gradient, ref V first, ref V second, ref V third)
        where V : struct, ILanes<V>
    {
        first = Lerp.Of(first, gradient, Weight);
        second = V.Fma(V.Broadcast(OneMinusBeta2) * gradient, gradient, second * V.Broadcast(Beta2));
    }
}
