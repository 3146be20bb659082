using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FineTune.Runtime;

namespace FineTune.Kernels;

/// <content>The loops.</content>
internal static partial class Map
{
    /// <summary>Where a piece that ends before block <paramref name="end"/> ends: the last one takes what does not fill a block.</summary>
    private static int EndOf(int end, int length) => end == length / Block ? length : end * Block;

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
            int i = start * Block;
            int lastStart = EndOf(end, _destination.Length) - V.Count;
            V last = V.Load(ref Unsafe.Add(ref x, lastStart));
            bool more;
            do
            {
                more = i < lastStart;
                int at = more ? i : lastStart;
                V operand = last;
                if (more)
                {
                    operand = V.Load(ref Unsafe.Add(ref x, at));
                }

                op.Invoke(operand).Store(ref Unsafe.Add(ref destination, at));
                i += V.Count;
            }
            while (more);
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
            int i = start * Block;
            int lastStart = EndOf(end, _destination.Length) - V.Count;
            V lastX = V.Load(ref Unsafe.Add(ref x, lastStart));
            V lastY = V.Load(ref Unsafe.Add(ref y, lastStart));
            bool more;
            do
            {
                more = i < lastStart;
                int at = more ? i : lastStart;
                V left = lastX;
                V right = lastY;
                if (more)
                {
                    left = V.Load(ref Unsafe.Add(ref x, at));
                    right = V.Load(ref Unsafe.Add(ref y, at));
                }

                op.Invoke(left, right).Store(ref Unsafe.Add(ref destination, at));
                i += V.Count;
            }
            while (more);
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
            int i = start * Block;
            int lastStart = EndOf(end, _destination.Length) - V.Count;
            V lastX = V.Load(ref Unsafe.Add(ref x, lastStart));
            V lastY = V.Load(ref Unsafe.Add(ref y, lastStart));
            V lastZ = V.Load(ref Unsafe.Add(ref z, lastStart));
            bool more;
            do
            {
                more = i < lastStart;
                int at = more ? i : lastStart;
                V first = lastX;
                V second = lastY;
                V third = lastZ;
                if (more)
                {
                    first = V.Load(ref Unsafe.Add(ref x, at));
                    second = V.Load(ref Unsafe.Add(ref y, at));
                    third = V.Load(ref Unsafe.Add(ref z, at));
                }

                op.Invoke(first, second, third).Store(ref Unsafe.Add(ref destination, at));
                i += V.Count;
            }
            while (more);
        }
    }

    private readonly ref struct RowsJob<TOp>(TOp op, ReadOnlySpan<float> x, ReadOnlySpan<float> row, Span<float> destination) : IJob
        where TOp : struct, IBinaryOp
    {
        private readonly TOp _op = op;
        private readonly ReadOnlySpan<float> _x = x;
        private readonly ReadOnlySpan<float> _row = row;
        private readonly Span<float> _destination = destination;

        public void Run(int start, int end)
        {
            int width = _row.Length;
            for (int r = start; r < end; r++)
            {
                Map.Run(_op, _x.Slice(r * width, width), _row, _destination.Slice(r * width, width));
            }
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
