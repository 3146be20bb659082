using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary>What <see cref="PairSlivers"/> does, for kernels that take the pairs of an element side by side: those of the rows of a (<see cref="OperandFormat.PairsInRows"/>).</summary>
internal static unsafe class PairRows
{
    private const int Pairs = TileRegisterCode.Side;
    private const int TallestSliver = 2 * TileRegisterCode.Side;

    /// <summary>Step p of element i comes from source[i * distance + p]; rows of the destination begin <paramref name="step"/> floats apart.</summary>
    public static void Copy(float* source, nint distance, int count, int k, float* destination, int step) =>
        LaneWidth.Run(count, new Rounding(source, distance, k, destination, step));

    /// <summary>Step p of element i comes from source[p * distance + i].</summary>
    public static void Transpose(float* source, nint distance, int count, int k, float* destination, int step) =>
        Transpose(source, distance, count, k, destination, step, &PairSlivers.Copy);

    /// <summary>The same from narrow numbers.</summary>
    public static void Transpose(ushort* source, nint distance, int count, int k, float* destination, int step) =>
        Transpose(source, distance, count, k, destination, step, &PairSlivers.Copy);

    [SkipLocalsInit]
    private static void Transpose<T>(
        T* source, nint distance, int count, int k, float* destination, int step, delegate*<T*, nint, int, int, OperandFormat, float*, int, void> copy)
        where T : unmanaged
    {
        float* chunk = stackalloc float[Pairs * TallestSliver];
        for (int p = 0; p < k; p += 2 * Pairs)
        {
            int steps = Math.Min(2 * Pairs, k - p);
            int pairs = (steps + 1) / 2;
            copy(source + (p * distance), distance, count, steps, OperandFormat.PairsJoined, chunk, count);
            new Span<float>(chunk + (pairs * count), (Pairs - pairs) * count).Clear();
            Slivers.TransposeAlone(chunk, count, Pairs, count, destination + (p / 2), step);
        }
    }

    private readonly struct Rounding(float* source, nint distance, int k, float* destination, int step) : ILaneJob
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>(int start, int end)
            where V : struct, ILanes<V>
        {
            for (int i = start; i < end; i++)
            {
                NarrowRows.RoundRow<V>(source + (i * distance), k, (ushort*)(destination + ((nint)i * step)));
            }
        }
    }
}
