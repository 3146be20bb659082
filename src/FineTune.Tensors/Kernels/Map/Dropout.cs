using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FineTune.Kernels;

/// <summary>Applies a dropout mask to the rows of a matrix.</summary>
internal static class Dropout
{
    private const int Grain = 512;

    /// <summary>y = or += mask(x), for rows of <paramref name="width"/> elements. May run in place when it does not accumulate.</summary>
    public static void Run(ReadOnlySpan<float> x, DropoutMask mask, int width, Span<float> y, bool accumulate)
    {
        if (width != x.Length)
        {
            RunRows(x, mask, width, y, accumulate);
            return;
        }

        // One long row: its groups of sixteen are rows that threads can share, but for the rest.
        int whole = width / Sixteen.Count * Sixteen.Count;
        RunRows(x[..whole], mask, Sixteen.Count, y[..whole], accumulate);
        RunRows(x[whole..], mask.From(whole / Sixteen.Count), width - whole, y[whole..], accumulate);
    }

    private static void RunRows(ReadOnlySpan<float> x, DropoutMask mask, int width, Span<float> y, bool accumulate)
    {
        if (width > 0)
        {
            int grain = Math.Max(1, Grain / Sixteen.Groups(width));
            LaneWidth.RunSixteen(y.Length / width, grain, new Job(x, mask, width, y, accumulate));
        }
    }

    private readonly ref struct Job(ReadOnlySpan<float> x, DropoutMask mask, int width, Span<float> y, bool accumulate) : ILaneJob
    {
        private readonly ReadOnlySpan<float> _x = x;
        private readonly DropoutMask _mask = mask;
        private readonly int _width = width;
        private readonly Span<float> _y = y;
        private readonly bool _accumulate = accumulate;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>(int start, int end)
            where V : struct, ILanes<V>
        {
            int width = _width;
            nint group = (nint)start * Sixteen.Groups(width);
            for (int r = start; r < end; r++)
            {
                ref float x = ref Unsafe.Add(ref MemoryMarshal.GetReference(_x), (nint)r * width);
                ref float y = ref Unsafe.Add(ref MemoryMarshal.GetReference(_y), (nint)r * width);
                for (int i = 0; i < width; i += Sixteen.Count)
                {
                    V value = _mask.Apply(Sixteen.Load<V>(ref x, i, width), group++);
                    if (_accumulate)
                    {
                        value += Sixteen.Load<V>(ref y, i, width);
                    }

                    Sixteen.Store(value, ref y, i, width);
                }
            }
        }
    }
}
