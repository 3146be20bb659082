using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary>
/// Products of small matrices where they lie, on the calling thread. Each element is one chain of fused multiply-adds over k in order,
/// so every register width gives the same bits.
/// </summary>
internal static unsafe class TileProduct
{
    // A sliver of b whose rows lie far apart crowds few sets of the cache; from this many tiles below one another on, copying it pays.
    private const int FewestTilesToPack = 6;

    // The runtime waits for a call of a kernel when it collects garbage.
    private const int MostTogether = 8;

    /// <summary>
    /// c[i, j] = or += the sum over p of a[i, p] * b[p, j]. Row p of b begins at b + p * bRow, row i of c at c + i * cRow; element (i, p) of a lies at
    /// a + i * aStep + p, or, with <paramref name="transposeA"/>, at a + p * aStep + i. c must not overlap a or b.
    /// </summary>
    public static void Multiply(int m, int n, int k, float* a, nint aStep, bool transposeA, float* b, nint bRow, float* c, nint cRow, bool accumulate = false)
    {
        if (m == 0)
        {
            return;
        }

        int done = 0;
        for (int width = TileSet.Current.Width; done < n; width = width > 4 ? width / 2 : 1)
        {
            TileSet tiles = TileSet.Of(width);
            int columns = (n - done) / width * width;
            Columns(tiles, m, columns, k, a, aStep, transposeA, b + done, bRow, c + done, cRow, accumulate);
            done += columns;
        }
    }

    /// <summary>A whole number of registers.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Columns(
        TileSet tiles, int m, int columns, int k, float* a, nint aStep, bool transposeA, float* b, nint bRow, float* c, nint cRow, bool accumulate)
    {
        Division rows = Division.IntoAtMost(tiles.Rows, m);
        TileCall call;
        call.AStep = aStep;
        call.CRow = cRow;
        call.Bias = null;
        call.Adds = accumulate ? 1 : 0;
        call.BNext = 0;
        call.AheadEnd = null;
        float* packed = rows.Count < FewestTilesToPack ? null : PackBuffer.Local.Reserve(k * tiles.Columns);
        for (int start = 0; start < columns; start += tiles.Columns)
        {
            int registers = columns - start >= tiles.Columns ? 2 : 1;
            float* right = b + start;
            nint rightStep = bRow;
            if (packed is not null)
            {
                rightStep = registers * tiles.Width;
                Slivers.Copy(right, bRow, (int)rightStep, k, packed, (int)rightStep);
                right = packed;
            }

            for (int sliver = 0, alike; sliver < rows.Count; sliver += alike)
            {
                int row = rows.Start(sliver);
                int height = rows.Size(sliver);
                alike = Math.Min(rows.Alike(sliver), MostTogether);
                call.Tiles = alike;
                call.ANext = height * (transposeA ? 1 : aStep);
                call.CNext = height * cRow;
                call.Steps = k;
                call.A = a + (transposeA ? row : row * aStep);
                call.B = right;
                call.BStep = rightStep;
                call.C = c + (row * cRow) + start;
                tiles.Multiply(height, registers, !transposeA, &call);
            }
        }
    }
}
