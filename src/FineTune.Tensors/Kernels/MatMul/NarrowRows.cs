using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary>
/// The rows of a matrix rounded to bfloat16, sixteen bits a number: half the bytes, and nothing left to round for the products that read them. Two neighbours are
/// a pair as packed operands have it, in the place of a float; zeros follow up to a multiple of sixteen pairs.
/// </summary>
internal static unsafe class NarrowRows
{
    private const int Work = 16384;
    private const int FloatsOfLine = 16;

    /// <summary>
    /// Gets how many floats lie between the beginnings of rows of so many numbers: a pair each, and as many more as make it an odd number of cache lines, so that
    /// a column of the matrix does not crowd few sets of the cache.
    /// </summary>
    public static int Distance(int columns) => ((((columns + 1) / 2) + FloatsOfLine - 1) / FloatsOfLine | 1) * FloatsOfLine;

    /// <summary>Rounds rows of so many numbers that lie one behind the other.</summary>
    public static void Round(ReadOnlySpan<float> source, int columns, Span<float> destination)
    {
        if (source.IsEmpty)
        {
            return;
        }

        fixed (float* from = source, to = destination)
        {
            LaneWidth.Run(source.Length / columns, Math.Max(1, Work / columns), new Job(from, columns, (ushort*)to));
        }
    }

    /// <summary>Rounds a row of so many numbers, and writes zeros up to a multiple of sixteen pairs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RoundRow<V>(float* source, int columns, ushort* destination)
        where V : struct, ILanes<V>
    {
        int j = 0;
        for (; j + V.Count <= columns; j += V.Count)
        {
            Bfloat16.Round(V.Load(ref source[j])).StoreUpperHalves(ref destination[j]);
        }

        for (; j < columns; j++)
        {
            Bfloat16.Round(Lanes1.Load(ref source[j])).StoreUpperHalves(ref destination[j]);
        }

        for (; j % (2 * FloatsOfLine) != 0; j++)
        {
            destination[j] = 0;
        }
    }

    private readonly struct Job(float* source, int columns, ushort* destination) : ILaneJob
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>(int start, int end)
            where V : struct, ILanes<V>
        {
            for (int row = start; row < end; row++)
            {
                float* from = source + ((nint)row * columns);
                ushort* to = destination + (2 * (nint)row * Distance(columns));
                RoundRow<V>(from, columns, to);
            }
        }
    }
}
