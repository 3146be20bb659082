using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary>
/// Schedule-free RAdam, which goes by way of the average x: <c>v</c> and direction d as in <see cref="ScheduleFreeAdamRule"/>;
/// <c>d = fma(y, decay, d); x = lerp(y, z, 1 - 1/b1); z = fma(d, -lr, z); y = lerp(x, z, c)</c>.
/// </summary>
internal readonly record struct ScheduleFreeUnextrapolatedRule(
    float NegativeLr,
    float Decay,
    float ToAverage,
    float AverageWeight,
    float Beta2,
    float OneMinusBeta2,
    float Correction2,
    float Eps,
    bool IsNormalized) : IUpdateRule
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Update<V>(ref V parameter, V gradient, ref V first, ref V second, ref V third)
        where V : struct, ILanes<V>
    {
        second = V.Fma(V.Broadcast(OneMinusBeta2) * gradient, gradient, second * V.Broadcast(Beta2));
        V size = V.Sqrt(second / V.Broadcast(Correction2)) + V.Broadcast(Eps);
        V direction = SgdPlainRule.Decayed(parameter, IsNormalized ? gradient / size : gradient, Decay);
        V average = Lerp.Of(parameter, first, ToAverage);
        first = V.Fma(direction, V.Broadcast(NegativeLr), first);
        parameter = Lerp.Of(average, first, AverageWeight);
    }
}
