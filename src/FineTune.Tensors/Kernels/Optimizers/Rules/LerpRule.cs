using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary><c>p = lerp(p, z, weight)</c>; the gradient is not used.</summary>
internal readonly record struct LerpRule(float Weight) : IUpdateRule
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Update<V>(ref V parameter, V gradient, ref V first, ref V second, ref V third)
        where V : struct, ILanes<V>
        => parameter = Lerp.Of(parameter, first, Weight);
}
