using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary>torch's linear interpolation: fused, and from the nearer end.</summary>
internal static class Lerp
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V>(V start, V end, float weight)
        where V : struct, ILanes<V>
        => Math.Abs(weight) < 0.5f
            ? V.Fma(V.Broadcast(weight), end - start, start)
            : V.Fma(V.Broadcast(weight - 1), end - start, end);
}
