using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FineTune.Kernels;

/// <summary>Sums of the rows of a matrix, each by sixteen partial sums and one fixed tree.</summary>
internal static class RowSum
{
    /// <summary>destination[r] = the sum of row r of <paramref name="width"/> elements.</summary>
    public static void Run(ReadOnlySpan<float> x, int width, Span<float> destination) =>
        LaneWidth.RunSixteen(destination.Length, RowReduction.Grain(width), new Job(x, width, destination));

    private readonly ref struct Job(ReadOnlySpan<float> x, int width, Span<float> destination) : ILaneJob
    {
        private readonly ReadOnlySpan<float> _x = x;
        private readonly int _width = width;
        private readonly Span<float> _destination = destination;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>(int start, int end)
            where V : struct, ILanes<V>
        {
            for (int r = start; r < end; r++)
            {
                _destination[r] = RowReduction.Sum<V>(ref Unsafe.Add(ref MemoryMarshal.GetReference(_x), (nint)r * _width), _width);
            }
        }
    }
}
