using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary>Element by element arithmetic on spans of equal length; the destination comes last and may be an operand.</summary>
internal static class Arithmetic
{
    /// <summary>destination = left + right.</summary>
    public static void Add(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> destination) =>
        Map.Run(default(AddOp), left, right, destination);

    private readonly struct AddOp : IBinaryOp
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x, V y)
            where V : struct, ILanes<V>
            => x + y;
    }
}
