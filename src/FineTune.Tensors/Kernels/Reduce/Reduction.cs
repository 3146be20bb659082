using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FineTune.Runtime;

namespace FineTune.Kernels;

/// <summary>Reductions of whole spans to one number. The result depends on neither the width of registers nor the number of threads.</summary>
/// <remarks>
/// Spans longer than a block of 4096 elements are reduced block by block and the results are reduced in turn, so that threads can share the
/// work; the error grows with the logarithm of the length.
/// </remarks>
internal static class Reduction
{
    private const int Block = 4096;
    private const int Grain = 4;

    /// <summary>Gets the sum; 0 for an empty span.</summary>
    public static float Sum(ReadOnlySpan<float> x)
    {
        if (x.Length <= Block)
        {
            Span<float> single = stackalloc float[1];
            LaneWidth.RunSixteen(1, new SumJob(x, single));
            return single[0];
        }

        Storage rented = BufferPool.Rent(Blocks(x.Length), clear: false);
        LaneWidth.RunSixteen(Blocks(x.Length), Grain, new SumJob(x, rented.Span));
        float result = Sum(rented.Span);
        rented.RemoveUser();
        return result;
    }

    /// <summary>Gets the sum of the squares; 0 for an empty span.</summary>
    public static float SumOfSquares(ReadOnlySpan<float> x) => Dot(x, x);

    /// <summary>Gets the sum of the products of two spans of equal length.</summary>
    public static float Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        if (x.Length != y.Length)
        {
            Throw.SpanLengthsDiffer(y.Length, x.Length);
        }

        Storage rented = BufferPool.Rent(Blocks(x.Length), clear: false);
        LaneWidth.RunSixteen(Blocks(x.Length), Grain, new DotJob(x, y, rented.Span));
        float result = Sum(rented.Span);
        rented.RemoveUser();
        return result;
    }

    /// <summary>Gets the greatest element, NaN if there is one; -infinity for an empty span.</summary>
    public static float Max(ReadOnlySpan<float> x)
    {
        Span<float> result = stackalloc float[1];
        LaneWidth.RunSixteen(1, new MaxJob(x, result));
        return result[0];
    }

    private static int Blocks(int length) => (int)(((long)length + Block - 1) / Block);

    private readonly ref struct SumJob(ReadOnlySpan<float> x, Span<float> partials) : ILaneJob
    {
        private readonly ReadOnlySpan<float> _x = x;
        private readonly Span<float> _partials = partials;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>(int start, int end)
            where V : struct, ILanes<V>
        {
            ref float x = ref MemoryMarshal.GetReference(_x);
            for (int block = start; block < end; block++)
            {
                int length = Math.Min(Block, _x.Length - (block * Block));
                _partials[block] = RowReduction.Sum<V>(ref Unsafe.Add(ref x, block * Block), length);
            }
        }
    }

    private readonly ref struct DotJob(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> partials) : ILaneJob
    {
        private readonly ReadOnlySpan<float> _x = x;
        private readonly ReadOnlySpan<float> _y = y;
        private readonly Span<float> _partials = partials;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>(int start, int end)
            where V : struct, ILanes<V>
        {
            ref float x = ref MemoryMarshal.GetReference(_x);
            ref float y = ref MemoryMarshal.GetReference(_y);
            for (int block = start; block < end; block++)
            {
                int at = block * Block;
                int length = Math.Min(Block, _x.Length - at);
                _partials[block] = RowReduction.Dot<V>(ref Unsafe.Add(ref x, at), ref Unsafe.Add(ref y, at), length);
            }
        }
    }

    private readonly ref struct MaxJob(ReadOnlySpan<float> x, Span<float> result) : ILaneJob
    {
        private readonly ReadOnlySpan<float> _x = x;
        private readonly Span<float> _result = result;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>(int start, int end)
            where V : struct, ILanes<V>
            => _result[0] = RowReduction.Max<V>(ref MemoryMarshal.GetReference(_x), _x.Length);
    }
}
