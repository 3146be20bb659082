using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary>
/// <c>g = fma(p, decay, g); b = fma(g, 1 - dampening, b*momentum)</c> (the first time <c>b = g</c>);
/// <c>p = fma(b, -lr, p)</c>, or with Nesterov's momentum <c>p = fma(fma(b, momentum, g), -lr, p)</c>.
/// </summary>
internal readonly record struct SgdRule(float NegativeLr, float WeightDecay, float Momentum, float Undamped, bool Nesterov, bool IsFirst)
    : IUpdateRule
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Update<V>(ref V parameter, V gradient, ref V first, ref V second, ref V third)
        where V : struct, ILanes<V>
    {
        V g = SgdPlainRule.Decayed(parameter, gradient, WeightDecay);
        V momentum = V.Broadcast(Momentum);
        first = IsFirst ? g : V.Fma(g, V.Broadcast(Undamped), first * momentum);
        V direction = Nesterov ? V.Fma(first, momentum, g) : first;
        parameter = V.Fma(direction, V.Broadcast(NegativeLr), parameter);
    }
}
