using System.Numerics;
using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary>
/// What <see cref="Slivers"/> does, for products in bfloat16: steps of k go in pairs. Elements are float32 numbers, which are rounded, or narrow ones, which have been
/// (<see cref="NarrowRows"/>). Where k is odd, the last pair's odd step is zero.
/// </summary>
internal static unsafe class PairSlivers
{
    private const int RowsAhead = 12;

    // Steps or pairs that are transposed at a time, of the widest sliver: four kilobytes, which stay in the first-level cache.
    private const int Chunk = 32;
    private const int WidestSliver = 32, NarrowestVector = 4, WidestVector = 16;

    /// <summary>Pair p of element i comes from source[2p * distance + i] and source[(2p + 1) * distance + i], for <paramref name="count"/> elements; zeros from count to step.</summary>
    public static void Copy(float* source, nint distance, int count, int k, OperandFormat format, float* destination, int step)
    {
        int done = 0;
        if (format == OperandFormat.PairsJoined && step == count && PairPacking.Of(count) is { } packing)
        {
            packing.Join(source, distance, count, k / 2, destination, step);
            done = k & ~1;
        }

        if (done < k)
        {
            Copy<float, Wide>(source + (done * distance), distance, count, k - done, format, destination + ((nint)step * Rows(done, format)), step);
        }
    }

    /// <summary>The same from narrow numbers.</summary>
    public static void Copy(ushort* source, nint distance, int count, int k, OperandFormat format, float* destination, int step) =>
        Copy<ushort, Narrow>(source, distance, count, k, format, destination, step);

    /// <summary>Pair p of element i comes from source[i * distance + 2p] and source[i * distance + 2p + 1], for <paramref name="count"/> elements; zeros from count to step.</summary>
    [SkipLocalsInit]
    public static void Transpose(float* source, nint distance, int count, int k, OperandFormat format, float* destination, int step)
    {
        int done = 0;
        if (format == OperandFormat.PairsJoined && step == count && PairPacking.Of(count) is { } packing)
        {
            done = packing.Transpose(source, distance, count, k, destination, step);
            destination += (nint)step * Rows(done, format);
        }

        float* chunk = stackalloc float[Chunk * WidestSliver];
        for (int p = done; p < k; p += Chunk)
        {
            int steps = Math.Min(Chunk, k - p);
            Slivers.Transpose(source + p, distance, count, steps, chunk, count);
            Copy(chunk, count, count, steps, format, destination, step);
            destination += (nint)step * Rows(steps, format);
        }
    }

    /// <summary>The same from narrow numbers, which lie in pairs as they are needed: <paramref name="distance"/> is even, and where k is odd, a zero follows each row.</summary>
    [SkipLocalsInit]
    public static void Transpose(ushort* source, nint distance, int count, int k, OperandFormat format, float* destination, int step)
    {
        int pairs = (k + 1) / 2;
        if (format == OperandFormat.PairsJoined)
        {
            Slivers.Transpose((float*)source, distance / 2, count, pairs, destination, step);
            return;
        }

        float* chunk = stackalloc float[(Chunk * WidestSliver) + WidestVector];
        for (int p = 0; p < pairs; p += Chunk)
        {
            int some = Math.Min(Chunk, pairs - p);
            Slivers.Transpose((float*)source + p, distance / 2, count, some, chunk, step);
            LaneWidth.Run(some, new Parting(chunk, step, destination, destination + (2 * (nint)step * some)));
            destination += 2 * (nint)step * some;
        }
    }

    private static void Copy<T, TStored>(T* source, nint distance, int count, int k, OperandFormat format, float* destination, int step)
        where T : unmanaged
        where TStored : struct, IStored<T>
    {
        int width = LaneWidth.Current;
        int over = count < width ? Math.Max(NarrowestVector, (int)BitOperations.RoundUpToPowerOf2((uint)count)) : count;
        int pairs = over > count ? PairsToRunOver(over, distance, count, k, format, step) : 0;
        if (pairs > 0)
        {
            Copy<T, TStored>(over, source, distance, over, 2 * pairs, format, destination, step);
        }

        Copy<T, TStored>(
            Math.Min(width, count), source + (2 * pairs * distance), distance, count, k - (2 * pairs), format, destination + ((nint)step * Rows(2 * pairs, format)), step);
        if (count < step)
        {
            int rows = Rows(k, format);
            for (int row = 0; row < rows; row++)
            {
                new Span<float>(destination + ((nint)row * step) + count, step - count).Clear();
            }
        }
    }

    /// <summary>
    /// How many pairs of a sliver lower than a vector are copied by whole vectors: those behind which enough follows, of the matrix to be read and of the sliver, which
    /// writes over what is too much.
    /// </summary>
    private static int PairsToRunOver(int over, nint distance, int count, int k, OperandFormat format, int step)
    {
        int rowsOfPair = Rows(2, format);
        nint readable = ((k - 1) * distance) + count - over;
        nint writable = ((nint)Rows(k, format) * step) - over;
        return readable < 0 || writable < 0 ? 0 : (int)Math.Min(((readable / distance) + 1) / 2, ((writable / step) + 1) / rowsOfPair);
    }

    private static void Copy<T, TStored>(int width, T* source, nint distance, int count, int k, OperandFormat format, float* destination, int step)
        where T : unmanaged
        where TStored : struct, IStored<T>
    {
        if (width >= 16)
        {
            Copy<Lanes16, T, TStored>(source, distance, count, k, format, destination, step);
        }
        else if (width >= 8)
        {
            Copy<Lanes8, T, TStored>(source, distance, count, k, format, destination, step);
        }
        else if (width >= 4)
        {
            Copy<Lanes4, T, TStored>(source, distance, count, k, format, destination, step);
        }
        else
        {
            Copy<Lanes1, T, TStored>(source, distance, count, k, format, destination, step);
        }
    }

    /// <summary>How many rows of a packed sliver k steps take.</summary>
    private static int Rows(int k, OperandFormat format) => (k + 1) / 2 * (format == OperandFormat.PairsApart ? 2 : 1);

    /// <summary>The last vector ends where the sliver ends and may overlap the one before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Copy<V, T, TStored>(T* source, nint distance, int count, int k, OperandFormat format, float* destination, nint step)
        where V : struct, ILanes<V>
        where T : unmanaged
        where TStored : struct, IStored<T>
    {
        bool isApart = format == OperandFormat.PairsApart;
        int last = count - V.Count;
        for (; k > 0; k -= 2, source += 2 * distance, destination += isApart ? 2 * step : step)
        {
            T* ahead = source + (RowsAhead * distance);
            CacheLine.Prefetch(ahead);
            CacheLine.Prefetch(ahead + last);
            CacheLine.Prefetch(ahead + distance);
            CacheLine.Prefetch(ahead + distance + last);
            for (int i = 0; ; i = Math.Min(i + V.Count, last))
            {
                V even = TStored.Load<V>(ref source[i]);
                V odd = k > 1 ? TStored.Load<V>(ref source[distance + i]) : V.BroadcastBits(0);
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

    /// <summary>How numbers are stored that are read as bfloat16: floats whose lower halves are zero.</summary>
    private interface IStored<T>
    {
        static abstract V Load<V>(ref T source)
            where V : struct, ILanes<V>;
    }

    private readonly struct Wide : IStored<float>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Load<V>(ref float source)
            where V : struct, ILanes<V>
            => Bfloat16.Round(V.Load(ref source));
    }

    private readonly struct Narrow : IStored<ushort>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Load<V>(ref ushort source)
            where V : struct, ILanes<V>
            => V.ShiftLeft(V.LoadHalves(ref source), 16);
    }

    /// <summary>
    /// Takes joined pairs apart, a pair of steps an item. The last vector of a row may reach past it, and is written first: what it writes there is written over, by the
    /// row's others and by the rows that follow. Rows behind which not enough follows go one by one.
    /// </summary>
    private readonly struct Parting(float* pairs, nint step, float* destination, float* end) : ILaneJob
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>(int first, int behind)
            where V : struct, ILanes<V>
        {
            float* from = pairs + (first * step);
            float* to = destination + (2 * first * step);
            nint last = (step - 1) / V.Count * V.Count;
            for (int p = first; p < behind; p++, from += step, to += 2 * step)
            {
                if (to + step + last + V.Count <= end)
                {
                    Part<V>(from, last, to);
                }
                else
                {
                    Part<Lanes1>(from, step - 1, to);
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Part<V>(float* from, nint last, float* to)
            where V : struct, ILanes<V>
        {
            for (nint i = last; i >= 0; i -= V.Count)
            {
                V pair = V.Load(ref from[i]);
                Bfloat16.Odd(pair).Store(ref to[i]);
                Bfloat16.Even(pair).Store(ref to[step + i]);
            }
        }
    }
}
