using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary>
/// <c>v = fma((1 - b2)*g, g, v*b2)</c>, then <see cref="ScheduleFreeRule"/> for the direction <c>g / (sqrt(v/c2) + eps)</c>, or, while the
/// second moment is not to be trusted yet, for g. The remembered numbers are z, v.
/// </summary>
internal readonly record struct ScheduleFreeAdamRule(
    ScheduleFreeRule Step, float Beta2, float OneMinusBeta2, float Correction2, float Eps, bool IsNormalized) : IUpdateRule
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Update<V>(ref V parameter, V gradient, ref V first, ref V second, ref V third)
        where V : struct, ILanes<V>
    {
        second = V.Fma(V.Broadcast(OneMinusBeta2) * gradient, gradient, second * V.Broadcast(Beta2));
        V size = V.Sqrt(second / V.Broadcast(Correction2)) + V.Broadcast(Eps);
        V unused = default;
        Step.Update(ref parameter, IsNormalized ? gradient / size : gradient, ref first, ref unused, ref third);
    }
}
