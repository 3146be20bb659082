using FineTune.Runtime;

namespace FineTune.Kernels;

/// <summary>The right operand of matrix products, b (k x n), packed once for many of them.</summary>
internal readonly unsafe struct PackedOperand
{
    private PackedOperand(TileSet tiles, int n, int k, float* start)
    {
        Tiles = tiles;
        N = n;
        K = k;
        Start = start;
    }

    /// <summary>Gets the number of columns.</summary>
    public int N { get; }

    /// <summary>Gets the length of the sums.</summary>
    public int K { get; }

    /// <summary>Gets the kernels it is packed for.</summary>
    public TileSet Tiles { get; }

    /// <summary>Gets the packed numbers: one block of k after the other, in each one sliver after the other.</summary>
    public float* Start { get; }

    /// <summary>Gets how many floats a packed b takes.</summary>
    public static int Length(TileSet tiles, int n, int k) => checked((n + tiles.Columns - 1) / tiles.Columns * tiles.Columns * k);

    /// <summary>
    /// Packs b into <paramref name="destination"/>, which holds <see cref="Length"/> floats and stays where it is;
    /// <paramref name="transposeB"/> says that b is stored n x k, <paramref name="ldb"/> is the distance between stored rows.
    /// </summary>
    public static PackedOperand Pack(TileSet tiles, int n, int k, ReadOnlySpan<float> b, int ldb, bool transposeB, Span<float> destination)
    {
        fixed (float* source = b, start = destination)
        {
            GemmTask task = new() { N = n, K = k, B = source, Ldb = ldb, TransposeB = transposeB, Shared = start };
            task.Cut(tiles);
            task.EndBlock = task.Blocks.Count;
            Workers.Run(task.SharedSlivers, 1, new PackJob(task));
            return new PackedOperand(tiles, n, k, start);
        }
    }

    /// <summary>Packs the shared operand of a product; an item is a sliver.</summary>
    internal readonly struct PackJob(GemmTask task) : IJob
    {
        public void Run(int start, int end) => task.PackShared(start, end);
    }
}
