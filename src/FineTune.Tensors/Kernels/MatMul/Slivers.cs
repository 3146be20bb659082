using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace FineTune.Kernels;

/// <summary>
/// Copies a sliver of an operand (some rows of a or columns of b, over a block of k) so that a tile kernel reads it front to back:
/// all its elements of one step of k side by side, then those of the next.
/// </summary>
/// <remarks>
/// Where a sliver is higher than a vector, the last vector ends where the sliver ends and may overlap the one before, so that no element is left
/// over. Slivers of fewer than four elements go one by one.
/// </remarks>
internal static unsafe class Slivers
{
    // How many steps of k are copied for one sliver before the next one's: a line of either side is then read or written while it is at hand. The processor, which
    // does not see a pattern in rows far apart, is told to fetch the next ones meanwhile.
    private const int StepsAtOnce = 8;

    // How many steps of k ahead of a transposition, which reads as many rows at a time as a sliver has.
    private const int StepsAhead = 16;

    // Floats in a cache line.
    private const int Line = 16;

    /// <summary>
    /// destination[p * step + i] = source[p * distance + i] for <paramref name="count"/> elements i and k steps p; zeros from count to step.
    /// </summary>
    public static void Copy(float* source, nint distance, int count, int k, float* destination, int step)
    {
        Pad(count, k, destination, step);
        CopySeveral(source, distance, count, 1, k, destination, step, 0);
    }

    /// <summary>
    /// The same without zeros for several slivers side by side, each of which lies <paramref name="next"/> floats behind the one before it when it is packed: a line
    /// of memory serves them all while it is at hand.
    /// </summary>
    public static void CopySeveral(float* source, nint distance, int count, int slivers, int k, float* destination, int step, nint next)
    {
        if (Avx512F.IsSupported && count >= 16)
        {
            CopyVectors<Vector512<float>, Register16>(source, distance, count, count, slivers, k, destination, step, next);
        }
        else if (Avx.IsSupported && count >= 8)
        {
            CopyVectors<Vector256<float>, Register8>(source, distance, count, count, slivers, k, destination, step, next);
        }
        else if (Vector128.IsHardwareAccelerated && count >= 4)
        {
            CopyVectors<Vector128<float>, Register4>(source, distance, count, count, slivers, k, destination, step, next);
        }
        else
        {
            for (int i = 0; i < slivers; i++)
            {
                CopyElements(source + (i * count), distance, 1, count, k, destination + (i * next), step);
            }
        }
    }

    /// <summary>
    /// destination[p * step + i] = source[i * distance + p] for <paramref name="count"/> elements i and k steps p; zeros from count to step.
    /// </summary>
    public static void Transpose(float* source, nint distance, int count, int k, float* destination, int step)
    {
        TransposeAlone(source, distance, count, k, destination, step);
        Pad(count, k, destination, step);
    }

    /// <summary>The same, where what lies between count and step is not the sliver's.</summary>
    public static void TransposeAlone(float* source, nint distance, int count, int k, float* destination, int step)
    {
        int done = 0;
        if (Avx512F.IsSupported && count > Transposer16.Count - 4)
        {
            done = TransposeVectors<Vector512<float>, Transposer16>(source, distance, count, k, destination, step);
        }
        else if (Avx.IsSupported && count > Transposer8.Count - 4)
        {
            done = TransposeVectors<Vector256<float>, Transposer8>(source, distance, count, k, destination, step);
        }
        else if ((Sse.IsSupported || AdvSimd.Arm64.IsSupported) && count >= Transposer4.Count)
        {
            done = TransposeVectors<Vector128<float>, Transposer4>(source, distance, count, k, destination, step);
        }

        CopyElements(source + done, 1, distance, count, k - done, destination + ((nint)done * step), step);
    }

    /// <summary>Copies <paramref name="count"/> elements of each of some slivers that begin so many elements apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyVectors<TVector, TRegister>(
        float* source, nint distance, int count, nint apart, int slivers, int k, float* destination, nint step, nint next)
        where TVector : struct
        where TRegister : struct, IRegister<TVector>
    {
        nint last = count - TRegister.Count;
        if (last > TRegister.Count)
        {
            CopyVectors<TVector, TRegister>(source, distance, count - TRegister.Count, apart, slivers, k, destination, step, next);
            CopyVectors<TVector, TRegister>(source + last, distance, TRegister.Count, apart, slivers, k, destination + last, step, next);
            return;
        }

        for (int p = 0; p < k; p += StepsAtOnce, source += StepsAtOnce * distance, destination += StepsAtOnce * step)
        {
            int steps = Math.Min(StepsAtOnce, k - p);
            for (int i = 0; i < slivers; i++)
            {
                CopySteps<TVector, TRegister>(source + (i * apart), distance, last, steps, destination + (i * next), step);
            }
        }
    }

    /// <summary>Copies two vectors of each of some steps, in a method of its own, all of whose variables find registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void CopySteps<TVector, TRegister>(float* source, nint distance, nint last, int steps, float* destination, nint step)
        where TVector : struct
        where TRegister : struct, IRegister<TVector>
    {
        float* ahead = source + (StepsAtOnce * distance);
        for (; steps > 0; steps--, source += distance, ahead += distance, destination += step)
        {
            CacheLine.Prefetch(ahead);
            CacheLine.Prefetch(ahead + last + TRegister.Count - 1);
            TVector low = TRegister.Load(source);
            TVector high = TRegister.Load(source + last);
            TRegister.Store(destination, low);
            TRegister.Store(destination + last, high);
        }
    }

    /// <summary>Transposes four steps of k at a time; returns how many steps are done.</summary>
    /// <remarks>
    /// Of a sliver of up to three elements less than a vector, the highest lanes take the last element again. What they write past a step is
    /// written over by the steps that follow, for which reason the last ones are left to the caller.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int TransposeVectors<TVector, TTransposer>(float* source, nint distance, int count, int k, float* destination, nint step)
        where TVector : struct
        where TTransposer : struct, ITransposer<TVector>
    {
        int last = Math.Max(0, count - TTransposer.Count);
        int rowsAtTop = Math.Min(4, count - (TTransposer.Count - 4));
        nint top = (TTransposer.Count - 4) * distance;
        nint top1 = Math.Min(1, rowsAtTop - 1) * distance;
        nint top2 = Math.Min(2, rowsAtTop - 1) * distance;
        nint top3 = Math.Min(3, rowsAtTop - 1) * distance;
        int whole = step < TTransposer.Count ? Math.Max(0, (k - 1) & ~3) : k & ~3;
        int rowsAhead = Math.Min(TTransposer.Count, count);
        int p = 0;
        while (p < whole)
        {
            int end = Math.Min(whole, (p + Line) & ~(Line - 1));
            for (int i = 0; ; i = Math.Min(i + TTransposer.Count, last))
            {
                float* rows = source + (i * distance);
                float* ahead = rows + p + StepsAhead;
                for (int row = rowsAhead; row > 0; row--, ahead += distance)
                {
                    CacheLine.Prefetch(ahead);
                }

                float* to = destination + (p * step) + i;
                for (int q = p; q < end; q += 4, to += 4 * step)
                {
                    float* four = rows + q;
                    float* topFour = four + top;
                    TransposeFour<TVector, TTransposer>(
                        TTransposer.Gather(four, distance, topFour),
                        TTransposer.Gather(four + distance, distance, topFour + top1),
                        TTransposer.Gather(four + (2 * distance), distance, topFour + top2),
                        TTransposer.Gather(four + (3 * distance), distance, topFour + top3),
                        to,
                        step);
                }

                if (i == last)
                {
                    break;
                }
            }

            p = end;
        }

        return p;
    }

    /// <summary>Interleaves rows 0 and 1, 2 and 3 of each group of four (pairs), then the pairs, giving one step of k in each vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeFour<TVector, TTransposer>(TVector row0, TVector row1, TVector row2, TVector row3, float* destination, nint step)
        where TVector : struct
        where TTransposer : struct, ITransposer<TVector>
    {
        TVector low01 = TTransposer.InterleaveLow(row0, row1);
        TVector high01 = TTransposer.InterleaveHigh(row0, row1);
        TVector low23 = TTransposer.InterleaveLow(row2, row3);
        TVector high23 = TTransposer.InterleaveHigh(row2, row3);
        TTransposer.Store(destination, TTransposer.LowPairs(low01, low23));
        TTransposer.Store(destination + step, TTransposer.HighPairs(low01, low23));
        TTransposer.Store(destination + (2 * step), TTransposer.LowPairs(high01, high23));
        TTransposer.Store(destination + (3 * step), TTransposer.HighPairs(high01, high23));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyElements(float* source, nint stepDistance, nint elementDistance, int count, int k, float* destination, nint step)
    {
        for (int p = 0; p < k; p++)
        {
            for (int i = 0; i < count; i++)
            {
                destination[(p * step) + i] = source[(p * stepDistance) + (i * elementDistance)];
            }
        }
    }

    private static void Pad(int count, int k, float* destination, int step)
    {
        if (count < step)
        {
            for (int p = 0; p < k; p++)
            {
                new Span<float>(destination + ((nint)p * step) + count, step - count).Clear();
            }
        }
    }
}
