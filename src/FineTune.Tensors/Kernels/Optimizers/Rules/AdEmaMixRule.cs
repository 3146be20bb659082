using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary>
/// <c>m1 = fma(g, 1 - b1, m1*b1); m2 = fma(g, 1 - b3, m2*b3); v = fma((1 - b2)*g, g, v*b2); p *= decay;
/// p = fma((m1/c1 + alpha*m2) / (sqrt(v)/c2 + eps), -lr, p)</c>. The remembered numbers are m1, m2, v.
/// </summary>
internal readonly record struct AdEmaMixRule(
    float NegativeLr,
    float Decay,
    float Alpha,
    float Eps,
    float Beta1,
    float OneMinusBeta1,
    float Beta2,
    float OneMinusBeta2,
    float Beta3,
    float OneMinusBeta3,
    float Correction1,
    float Correction2) : IUpdateRule
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Update<V>(ref V parameter, V gradient, ref V first, ref V second, ref V third)
        where V : struct, ILanes<V>
    {
        first = V.Fma(gradient, V.Broadcast(OneMinusBeta1), first * V.Broadcast(Beta1));
        second = V.Fma(gradient, V.Broadcast(OneMinusBeta3), second * V.Broadcast(Beta3));
        third = V.Fma(V.Broadcast(OneMinusBeta2) * gradient, gradient, third * V.Broadcast(Beta2));
        V momentum = (first / V.Broadcast(Correction1)) + (V.Broadcast(Alpha) * second);
        V size = (V.Sqrt(third) / V.Broadcast(Correction2)) + V.Broadcast(Eps);
        parameter = V.Fma(momentum / size, V.Broadcast(NegativeLr), parameter * V.Broadcast(Decay));
    }
}
