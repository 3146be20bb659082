using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FineTune.Kernels;

/// <summary>
/// Runs element by element formulas over spans of equal length, the destination last. The destination may be an operand itself;
/// partial overlap is not allowed. Long spans are split over threads.
/// </summary>
/// <remarks>
/// Elements that do not fill a register at the end are computed as part of the last full register's worth of the piece, which is read before
/// anything is written, so that working in place is safe; pieces shorter than a register go by single lanes. Both give the same bits.
/// </remarks>
internal static class Map
{
    /// <summary>How many elements a thread gets at least: below it, handing over costs more than it saves.</summary>
    private const int Grain = 8192;

    /// <summary>destination[i] = op(x[i]).</summary>
    public static void Run<TOp>(TOp op, ReadOnlySpan<float> x, Span<float> destination)
        where TOp : struct, IUnaryOp
    {
        CheckLength(x.Length, destination.Length);
        LaneWidth.Run(destination.Length, Grain, new UnaryJob<TOp>(op, x, destination));
    }

    /// <summary>destination[i] = op(x[i], y[i]).</summary>
    public static void Run<TOp>(TOp op, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> destination)
        where TOp : struct, IBinaryOp
    {
        CheckLength(x.Length, destination.Length);
        CheckLength(y.Length, destination.Length);
        LaneWidth.Run(destination.Length, Grain, new BinaryJob<TOp>(op, x, y, destination));
    }

    /// <summary>destination[i] = op(x[i], y[i], z[i]).</summary>
    public static void Run<TOp>(TOp op, ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> z, Span<float> destination)
        where TOp : struct, ITernaryOp
    {
        CheckLength(x.Length, destination.Length);
        CheckLength(y.Length, destination.Length);
        CheckLength(z.Length, destination.Length);
        LaneWidth.Run(destination.Length, Grain, new TernaryJob<TOp>(op, x, y, z, destination));
    }

    /// <summary>dx[i] = or += op(x[i], dy[i]): the gradient of a formula of one operand.</summary>
    public static void RunGradient<TOp>(TOp op, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, bool accumulate)
        where TOp : struct, IBinaryOp
    {
        if (accumulate)
        {
            Run(new AccumulateOp<TOp>(op), x, dy, dx, dx);
        }
        else
        {
            Run(op, x, dy, dx);
        }
    }

    private static void CheckLength(int length, int expected)
    {
        if (length != expected)
        {
            Throw.SpanLengthsDiffer(length, expected);
        }
    }

    private readonly ref struct UnaryJob<TOp>(TOp op, ReadOnlySpan<float> x, Span<float> destination) : ILaneJob
        where TOp : struct, IUnaryOp
    {
        private readonly TOp _op = op;
        private readonly ReadOnlySpan<float> _x = x;
        private readonly Span<float> _destination = destination;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>(int start, int end)
            where V : struct, ILanes<V>
        {
            TOp op = _op;
            ref float x = ref MemoryMarshal.GetReference(_x);
            ref float destination = ref MemoryMarshal.GetReference(_destination);
            if (end - start < V.Count)
            {
                for (int i = start; i < end; i++)
                {
                    op.Invoke(Lanes1.Load(ref Unsafe.Add(ref x, i))).Store(ref Unsafe.Add(ref destination, i));
                }

                return;
            }

            int lastStart = end - V.Count;
            V last = V.Load(ref Unsafe.Add(ref x, lastStart));
            for (int i = start; i < lastStart; i += V.Count)
            {
                op.Invoke(V.Load(ref Unsafe.Add(ref x, i))).Store(ref Unsafe.Add(ref destination, i));
            }

            op.Invoke(last).Store(ref Unsafe.Add(ref destination, lastStart));
        }
    }

    private readonly ref struct BinaryJob<TOp>(TOp op, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> destination) : ILaneJob
        where TOp : struct, IBinaryOp
    {
        private readonly TOp _op = op;
        private readonly ReadOnlySpan<float> _x = x;
        private readonly ReadOnlySpan<float> _y = y;
        private readonly Span<float> _destination = destination;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>(int start, int end)
            where V : struct, ILanes<V>
        {
            TOp op = _op;
            ref float x = ref MemoryMarshal.GetReference(_x);
            ref float y = ref MemoryMarshal.GetReference(_y);
            ref float destination = ref MemoryMarshal.GetReference(_destination);
            if (end - start < V.Count)
            {
                for (int i = start; i < end; i++)
                {
                    op.Invoke(Lanes1.Load(ref Unsafe.Add(ref x, i)), Lanes1.Load(ref Unsafe.Add(ref y, i)))
                        .Store(ref Unsafe.Add(ref destination, i));
                }

                return;
            }

            int lastStart = end - V.Count;
            V lastX = V.Load(ref Unsafe.Add(ref x, lastStart));
            V lastY = V.Load(ref Unsafe.Add(ref y, lastStart));
            for (int i = start; i < lastStart; i += V.Count)
            {
                op.Invoke(V.Load(ref Unsafe.Add(ref x, i)), V.Load(ref Unsafe.Add(ref y, i))).Store(ref Unsafe.Add(ref destination, i));
            }

            op.Invoke(lastX, lastY).Store(ref Unsafe.Add(ref destination, lastStart));
        }
    }

    private readonly ref struct TernaryJob<TOp>(
        TOp op, ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> z, Span<float> destination) : ILaneJob
        where TOp : struct, ITernaryOp
    {
        private readonly TOp _op = op;
        private readonly ReadOnlySpan<float> _x = x;
        private readonly ReadOnlySpan<float> _y = y;
        private readonly ReadOnlySpan<float> _z = z;
        private readonly Span<float> _destination = destination;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>(int start, int end)
            where V : struct, ILanes<V>
        {
            TOp op = _op;
            ref float x = ref MemoryMarshal.GetReference(_x);
            ref float y = ref MemoryMarshal.GetReference(_y);
            ref float z = ref MemoryMarshal.GetReference(_z);
            ref float destination = ref MemoryMarshal.GetReference(_destination);
            if (end - start < V.Count)
            {
                for (int i = start; i < end; i++)
                {
                    op.Invoke(
                        Lanes1.Load(ref Unsafe.Add(ref x, i)), Lanes1.Load(ref Unsafe.Add(ref y, i)), Lanes1.Load(ref Unsafe.Add(ref z, i)))
                        .Store(ref Unsafe.Add(ref destination, i));
                }

                return;
            }

            int lastStart = end - V.Count;
            V lastX = V.Load(ref Unsafe.Add(ref x, lastStart));
            V lastY = V.Load(ref Unsafe.Add(ref y, lastStart));
            V lastZ = V.Load(ref Unsafe.Add(ref z, lastStart));
            for (int i = start; i < lastStart; i += V.Count)
            {
                op.Invoke(V.Load(ref Unsafe.Add(ref x, i)), V.Load(ref Unsafe.Add(ref y, i)), V.Load(ref Unsafe.Add(ref z, i)))
                    .Store(ref Unsafe.Add(ref destination, i));
            }

            op.Invoke(lastX, lastY, lastZ).Store(ref Unsafe.Add(ref destination, lastStart));
        }
    }

    private readonly struct AccumulateOp<TOp>(TOp op) : ITernaryOp
        where TOp : struct, IBinaryOp
    {
        private readonly TOp _op = op;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x, V y, V z)
            where V : struct, ILanes<V>
            => z + _op.Invoke(x, y);
    }
}
