using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary><c>p *= decay; p += (-lr*m) / (sqrt(v) + eps)</c>; the gradient is not used.</summary>
internal readonly record struct MomentsStepRule(float NegativeLr, float Decay, float Eps) : IUpdateRule
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Update<V>(ref V parameter, V gradient, ref V first, ref V second, ref V third)
        where V : struct, ILanes<V>
        => parameter = (parameter * V.Broadcast(Decay)) + (V.Broadcast(NegativeLr) * first / (V.Sqrt(second) + V.Broadcast(Eps)));
}
