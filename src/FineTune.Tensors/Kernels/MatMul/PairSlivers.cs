using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary>What <see cref="Slivers"/> does, for products in bfloat16: elements are rounded, and steps of k go in pairs. Where k is odd, the last pair's odd step is zero.</summary>
internal static unsafe class PairSlivers
{
    private const int RowsAhead = 12;

    // Steps that are transposed at a time, of the widest sliver: four kilobytes, which stay in the first-level cache.
    private const int Chunk = 32;
    private const int WidestSliver = 32;

    /// <summary>Pair p of element i comes from source[2p * distance + i] and source[(2p + 1) * distance + i], for <paramref name="count"/> elements; zeros from count to step.</summary>
    public static void Copy(float* source, nint distance, int count, int k, OperandFormat format, float* destination, int step)
    {
        int width = Math.Min(LaneWidth.Current, count);
        if (width >= 16)
        {
            Copy<Lanes16>(source, distance, count, k, format, destination, step);
        }
        else if (width >= 8)
        {
            Copy<Lanes8>(source, distance, count, k, format, destination, step);
        }
        else if (width >= 4)
        {
            Copy<Lanes4>(source, distance, count, k, format, destination, step);
        }
        else
        {
            Copy<Lanes1>(source, distance, count, k, format, destination, step);
        }

        if (count < step)
        {
            int rows = Rows(k, format);
            for (int row = 0; row < rows; row++)
            {
                new Span<float>(destination + ((nint)row * step) + count, step - count).Clear();
            }
        }
    }

    /// <summary>Pair p of element i comes from source[i * distance + 2p] and source[i * distance + 2p + 1], for <paramref name="count"/> elements; zeros from count to step.</summary>
    [SkipLocalsInit]
    public static void Transpose(float* source, nint distance, int count, int k, OperandFormat format, float* destination, int step)
    {
        float* chunk = stackalloc float[Chunk * WidestSliver];
        for (int p = 0; p < k; p += Chunk)
        {
            int steps = Math.Min(Chunk, k - p);
            Slivers.Transpose(source + p, distance, count, steps, chunk, count);
            Copy(chunk, count, count, steps, format, destination, step);
            destination += (nint)step * Rows(steps, format);
        }
    }

    /// <summary>How many rows of a packed sliver k steps take.</summary>
    private static int Rows(int k, OperandFormat format) => (k + 1) / 2 * (format == OperandFormat.PairsApart ? 2 : 1);

    /// <summary>The last vector ends where the sliver ends and may overlap the one before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Copy<V>(float* source, nint distance, int count, int k, OperandFormat format, float* destination, nint step)
        where V : struct, ILanes<V>
    {
        bool isApart = format == OperandFormat.PairsApart;
        int last = count - V.Count;
        for (; k > 0; k -= 2, source += 2 * distance, destination += isApart ? 2 * step : step)
        {
            float* ahead = source + (RowsAhead * distance);
            CacheLine.Prefetch(ahead);
            CacheLine.Prefetch(ahead + last);
            CacheLine.Prefetch(ahead + distance);
            CacheLine.Prefetch(ahead + distance + last);
            for (int i = 0; ; i = Math.Min(i + V.Count, last))
            {
                V even = Bfloat16.Round(V.Load(ref source[i]));
                V odd = k > 1 ? Bfloat16.Round(V.Load(ref source[distance + i])) : V.BroadcastBits(0);
                if (isApart)
                {
                    odd.Store(ref destination[i]);
                    even.Store(ref destination[step + i]);
                }
                else
                {
                    Bfloat16.Join(even, odd).Store(ref destination[i]);
                }

                if (i == last)
                {
                    break;
                }
            }
        }
    }
}
