using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FineTune.Kernels;

/// <summary>Sums over the rows of a matrix, column by column: each column's rows are added in order, threads split the columns.</summary>
internal static class ColumnSum
{
    /// <summary>The elements a thread gets at least.</summary>
    private const int Work = 32768;

    /// <summary>The groups of sixteen columns a thread gets at least: eight cache lines, so that rows are read in runs.</summary>
    private const int MinimumGroups = 8;

    /// <summary>destination[c] = or += the sum of x[r, c] over all rows of destination.Length elements.</summary>
    public static void Run(ReadOnlySpan<float> x, Span<float> destination, bool accumulate)
    {
        if (destination.Length == 0)
        {
            return;
        }

        int rows = x.Length / destination.Length;
        if (!accumulate)
        {
            destination.Clear();
        }

        int grain = Math.Max(MinimumGroups, Work / Math.Max(1, rows * Sixteen.Count));
        LaneWidth.RunSixteen(Sixteen.Groups(destination.Length), grain, new Job(x, rows, destination));
    }

    private readonly ref struct Job(ReadOnlySpan<float> x, int rows, Span<float> destination) : ILaneJob
    {
        private const int Unrolled = 4;
        private readonly ReadOnlySpan<float> _x = x;
        private readonly int _rows = rows;
        private readonly Span<float> _destination = destination;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>(int start, int end)
            where V : struct, ILanes<V>
        {
            int width = _destination.Length;
            int whole = Math.Min(end, width / Sixteen.Count) * Sixteen.Count;
            ref float x = ref MemoryMarshal.GetReference(_x);
            ref float destination = ref MemoryMarshal.GetReference(_destination);
            int row = 0;
            for (; row + Unrolled <= _rows; row += Unrolled)
            {
                ref float first = ref Unsafe.Add(ref x, (nint)row * width);
                for (int c = start * Sixteen.Count; c < whole; c += Sixteen.Count)
                {
                    ref float at = ref Unsafe.Add(ref first, c);
                    V sum = V.Load(ref Unsafe.Add(ref destination, c));
                    sum += V.Load(ref at);
                    sum += V.Load(ref Unsafe.Add(ref at, width));
                    sum += V.Load(ref Unsafe.Add(ref at, 2 * width));
                    sum += V.Load(ref Unsafe.Add(ref at, 3 * width));
                    sum.Store(ref Unsafe.Add(ref destination, c));
                }
            }

            for (; row < _rows; row++)
            {
                for (int c = start * Sixteen.Count; c < whole; c += Sixteen.Count)
                {
                    V sum = V.Load(ref Unsafe.Add(ref destination, c)) + V.Load(ref Unsafe.Add(ref x, ((nint)row * width) + c));
                    sum.Store(ref Unsafe.Add(ref destination, c));
                }
            }

            for (int c = whole; end * Sixteen.Count > width && c < width; c++)
            {
                for (int r = 0; r < _rows; r++)
                {
                    _destination[c] += _x[(r * width) + c];
                }
            }
        }
    }
}
