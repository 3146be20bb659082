using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FineTune.Kernels;

/// <summary>
/// Products of the small matrices inside attention, on one thread and without packing: the left operand is read one scalar at a time
/// through any two strides (so a transpose is free), the right one in rows, where it lies. Each element is one chain of fused
/// multiply-adds over k in order, so every lane width gives the same bits.
/// </summary>
internal static unsafe class StridedProduct
{
    private const int TileRows = 6;

    /// <summary>c[i, j] = sum over p of a[i * aRow + p * aColumn] * b[p * bRow + j]; c must not overlap a or b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<V>(
        int m, int n, int k, float* a, nint aRow, nint aColumn, float* b, nint bRow, float* c, nint cRow)
        where V : struct, ILanes<V>
    {
        int j = 0;
        for (; j + (2 * V.Count) <= n; j += 2 * V.Count)
        {
            int i = 0;
            for (; i + TileRows <= m; i += TileRows)
            {
                TileSixByTwo<V>(k, a + (i * aRow), aRow, aColumn, b + j, bRow, c + (i * cRow) + j, cRow);
            }

            if (i < m && m >= TileRows)
            {
                // The last full tile again, shifted up: rows done twice get the same numbers twice.
                i = m - TileRows;
                TileSixByTwo<V>(k, a + (i * aRow), aRow, aColumn, b + j, bRow, c + (i * cRow) + j, cRow);
                continue;
            }

            for (; i < m; i++)
            {
                Row<V>(k, a + (i * aRow), aColumn, b + j, bRow, c + (i * cRow) + j);
                Row<V>(k, a + (i * aRow), aColumn, b + j + V.Count, bRow, c + (i * cRow) + j + V.Count);
            }
        }

        for (; j + V.Count <= n; j += V.Count)
        {
            Column<V>(m, k, a, aRow, aColumn, b + j, bRow, c + j, cRow);
        }

        for (; j < n; j++)
        {
            Column<Lanes1>(m, k, a, aRow, aColumn, b + j, bRow, c + j, cRow);
        }
    }

    /// <summary>destination[j, i] = source[i, j] for i below <paramref name="rows"/>, j below <paramref name="columns"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose(int rows, int columns, float* source, nint sourceRow, float* destination, nint destinationRow)
    {
        int i = 0;
        if (Sse.IsSupported)
        {
            for (; i + 4 <= rows; i += 4)
            {
                int j = 0;
                for (; j + 4 <= columns; j += 4)
                {
                    TransposeFour(source + (i * sourceRow) + j, sourceRow, destination + (j * destinationRow) + i, destinationRow);
                }

                TransposeScalar(i, i + 4, j, columns, source, sourceRow, destination, destinationRow);
            }
        }

        TransposeScalar(i, rows, 0, columns, source, sourceRow, destination, destinationRow);
    }

    private static void TransposeScalar(
        int rowStart, int rowEnd, int columnStart, int columnEnd, float* source, nint sourceRow, float* destination, nint destinationRow)
    {
        for (int i = rowStart; i < rowEnd; i++)
        {
            for (int j = columnStart; j < columnEnd; j++)
            {
                destination[(j * destinationRow) + i] = source[(i * sourceRow) + j];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeFour(float* source, nint sourceRow, float* destination, nint destinationRow)
    {
        Vector128<float> a = Vector128.Load(source);
        Vector128<float> b = Vector128.Load(source + sourceRow);
        Vector128<float> c = Vector128.Load(source + (2 * sourceRow));
        Vector128<float> d = Vector128.Load(source + (3 * sourceRow));
        Vector128<float> lowAB = Sse.UnpackLow(a, b);
        Vector128<float> highAB = Sse.UnpackHigh(a, b);
        Vector128<float> lowCD = Sse.UnpackLow(c, d);
        Vector128<float> highCD = Sse.UnpackHigh(c, d);
        Sse.MoveLowToHigh(lowAB, lowCD).Store(destination);
        Sse.MoveHighToLow(lowCD, lowAB).Store(destination + destinationRow);
        Sse.MoveLowToHigh(highAB, highCD).Store(destination + (2 * destinationRow));
        Sse.MoveHighToLow(highCD, highAB).Store(destination + (3 * destinationRow));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TileSixByTwo<V>(int k, float* a, nint aRow, nint aColumn, float* b, nint bRow, float* c, nint cRow)
        where V : struct, ILanes<V>
    {
        V c00 = V.Broadcast(0f), c01 = V.Broadcast(0f), c10 = V.Broadcast(0f), c11 = V.Broadcast(0f), c20 = V.Broadcast(0f), c21 = V.Broadcast(0f);
        V c30 = V.Broadcast(0f), c31 = V.Broadcast(0f), c40 = V.Broadcast(0f), c41 = V.Broadcast(0f), c50 = V.Broadcast(0f), c51 = V.Broadcast(0f);
        nint row3 = 3 * aRow;
        for (int p = 0; p < k; p++)
        {
            V b0 = V.Load(ref *b);
            V b1 = V.Load(ref *(b + V.Count));
            V a0 = V.Broadcast(a[0]);
            c00 = V.Fma(a0, b0, c00);
            c01 = V.Fma(a0, b1, c01);
            V a1 = V.Broadcast(a[aRow]);
            c10 = V.Fma(a1, b0, c10);
            c11 = V.Fma(a1, b1, c11);
            V a2 = V.Broadcast(a[2 * aRow]);
            c20 = V.Fma(a2, b0, c20);
            c21 = V.Fma(a2, b1, c21);
            float* lower = a + row3;
            V a3 = V.Broadcast(lower[0]);
            c30 = V.Fma(a3, b0, c30);
            c31 = V.Fma(a3, b1, c31);
            V a4 = V.Broadcast(lower[aRow]);
            c40 = V.Fma(a4, b0, c40);
            c41 = V.Fma(a4, b1, c41);
            V a5 = V.Broadcast(lower[2 * aRow]);
            c50 = V.Fma(a5, b0, c50);
            c51 = V.Fma(a5, b1, c51);
            a += aColumn;
            b += bRow;
        }

        StorePair(c, c00, c01);
        StorePair(c + cRow, c10, c11);
        StorePair(c + (2 * cRow), c20, c21);
        StorePair(c + (3 * cRow), c30, c31);
        StorePair(c + (4 * cRow), c40, c41);
        StorePair(c + (5 * cRow), c50, c51);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StorePair<V>(float* destination, V first, V second)
        where V : struct, ILanes<V>
    {
        first.Store(ref *destination);
        second.Store(ref *(destination + V.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Column<V>(int m, int k, float* a, nint aRow, nint aColumn, float* b, nint bRow, float* c, nint cRow)
        where V : struct, ILanes<V>
    {
        int i = 0;
        for (; i + 4 <= m; i += 4)
        {
            V c0 = V.Broadcast(0f), c1 = V.Broadcast(0f), c2 = V.Broadcast(0f), c3 = V.Broadcast(0f);
            float* left = a + (i * aRow);
            float* right = b;
            for (int p = 0; p < k; p++)
            {
                V b0 = V.Load(ref *right);
                c0 = V.Fma(V.Broadcast(left[0]), b0, c0);
                c1 = V.Fma(V.Broadcast(left[aRow]), b0, c1);
                c2 = V.Fma(V.Broadcast(left[2 * aRow]), b0, c2);
                c3 = V.Fma(V.Broadcast(left[3 * aRow]), b0, c3);
                left += aColumn;
                right += bRow;
            }

            float* target = c + (i * cRow);
            c0.Store(ref *target);
            c1.Store(ref *(target + cRow));
            c2.Store(ref *(target + (2 * cRow)));
            c3.Store(ref *(target + (3 * cRow)));
        }

        for (; i < m; i++)
        {
            Row<V>(k, a + (i * aRow), aColumn, b, bRow, c + (i * cRow));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Row<V>(int k, float* a, nint aColumn, float* b, nint bRow, float* c)
        where V : struct, ILanes<V>
    {
        V sum = V.Broadcast(0f);
        for (int p = 0; p < k; p++)
        {
            sum = V.Fma(V.Broadcast(a[p * aColumn]), V.Load(ref *(b + (p * bRow))), sum);
        }

        sum.Store(ref *c);
    }
}
