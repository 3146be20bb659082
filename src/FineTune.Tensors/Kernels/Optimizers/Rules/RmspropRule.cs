using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary>
/// <c>g = fma(p, decay, g); s = fma((1 - alpha)*g, g, s*alpha)</c>; centered: <c>a = lerp(a, g, 1 - alpha), d = sqrt(fma(-a, a, s)) + eps</c>,
/// else <c>d = sqrt(s) + eps</c>; <c>p += (-lr*g)/d</c>, or with momentum <c>b = b*momentum + g/d; p = fma(b, -lr, p)</c>.
/// The remembered numbers are s, b, a.
/// </summary>
internal readonly record struct RmspropRule(
    float NegativeLr, float WeightDecay, float Alpha, float OneMinusAlpha, float Eps, float Momentum, bool Centered) : IUpdateRule
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Update<V>(ref V parameter, V gradient, ref V first, ref V second, ref V third)
        where V : struct, ILanes<V>
    {
        V g = SgdPlainRule.Decayed(parameter, gradient, WeightDecay);
        V weight = V.Broadcast(OneMinusAlpha);
        first = V.Fma(weight * g, g, first * V.Broadcast(Alpha));
        V variance = first;
        if (Centered)
        {
            third = Lerp.Of(third, g, OneMinusAlpha);
            variance = V.Fma(-third, third, first);
        }

        V deviation = V.Sqrt(variance) + V.Broadcast(Eps);
        if (Momentum > 0)
        {
            second = (second * V.Broadcast(Momentum)) + (g / deviation);
            parameter = V.Fma(second, V.Broadcast(NegativeLr), parameter);
        }
        else
        {
            parameter += V.Broadcast(NegativeLr) * g / deviation;
        }
    }
}
