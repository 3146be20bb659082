using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FineTune.Kernels;

/// <summary>
/// Logarithm of the softmax over the rows of a matrix: <c>y = x - max - ln sum e^(x - max)</c>, <c>dx = dy - e^y sum dy</c>.
/// </summary>
internal static class LogSoftmax
{
    /// <summary>Log-softmax of each row of <paramref name="width"/> elements. May run in place.</summary>
    public static void Forward(ReadOnlySpan<float> x, int width, Span<float> y) =>
        LaneWidth.RunSixteen(RowReduction.Rows(x.Length, width), RowReduction.Grain(width), new ForwardJob(x, width, y));

    /// <summary>dx = or += the gradient. dx may be dy when it does not accumulate.</summary>
    public static void Backward(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, int width, Span<float> dx, bool accumulate) =>
        LaneWidth.RunSixteen(RowReduction.Rows(y.Length, width), RowReduction.Grain(width), new BackwardJob(y, dy, width, dx, accumulate));

    private readonly ref struct ForwardJob(ReadOnlySpan<float> x, int width, Span<float> y) : ILaneJob
    {
        private readonly ReadOnlySpan<float> _x = x;
        private readonly int _width = width;
        private readonly Span<float> _y = y;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>(int start, int end)
            where V : struct, ILanes<V>
        {
            int width = _width;
            for (int r = start; r < end; r++)
            {
                ref float x = ref Unsafe.Add(ref MemoryMarshal.GetReference(_x), (nint)r * width);
                ref float y = ref Unsafe.Add(ref MemoryMarshal.GetReference(_y), (nint)r * width);
                V max = V.Broadcast(RowReduction.Max<V>(ref x, width));
                V logarithm = VectorMath.Log(V.Broadcast(SumOfPowers(ref x, width, max)));
                for (int i = 0; i < width; i += Sixteen.Count)
                {
                    Sixteen.Store(Sixteen.Load<V>(ref x, i, width) - max - logarithm, ref y, i, width);
                }
            }
        }
    }

    /// <summary>The sum of e^(x - max) over a row. A method of its own: the compiler takes only so many operations into one, and calls the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float SumOfPowers<V>(ref float x, int width, V max)
        where V : struct, ILanes<V>
    {
        V sum = V.Broadcast(0f);
        for (int i = 0; i < width; i += Sixteen.Count)
        {
            sum += Sixteen.Inside(VectorMath.Exp(Sixteen.Load<V>(ref x, i, width) - max), i, width);
        }

        return sum.Sum();
    }

    private readonly ref struct BackwardJob(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, int width, Span<float> dx, bool accumulate) : ILaneJob
    {
        private readonly ReadOnlySpan<float> _y = y;
        private readonly ReadOnlySpan<float> _dy = dy;
        private readonly int _width = width;
        private readonly Span<float> _dx = dx;
        private readonly bool _accumulate = accumulate;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>(int start, int end)
            where V : struct, ILanes<V>
        {
            int width = _width;
            for (int r = start; r < end; r++)
            {
                ref float y = ref Unsafe.Add(ref MemoryMarshal.GetReference(_y), (nint)r * width);
                ref float dy = ref Unsafe.Add(ref MemoryMarshal.GetReference(_dy), (nint)r * width);
                ref float dx = ref Unsafe.Add(ref MemoryMarshal.GetReference(_dx), (nint)r * width);
                V sum = V.Broadcast(RowReduction.Sum<V>(ref dy, width));
                for (int i = 0; i < width; i += Sixteen.Count)
                {
                    V gradient = Sixteen.Load<V>(ref dy, i, width) - (VectorMath.Exp(Sixteen.Load<V>(ref y, i, width)) * sum);
                    if (_accumulate)
                    {
                        gradient += Sixteen.Load<V>(ref dx, i, width);
                    }

                    Sixteen.Store(gradient, ref dx, i, width);
                }
            }
        }
    }
}
