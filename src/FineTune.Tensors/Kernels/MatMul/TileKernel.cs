using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary>
/// The innermost part of a matrix product: a tile of c, a few rows high and one or two registers wide, is summed over k in registers.
/// </summary>
/// <remarks>
/// <para>
/// Every element's sum starts at zero and takes its products in the order of k with one rounding each, whatever the register and the height
/// of the tile it lies in, so that all kernels agree bit for bit.
/// </para>
/// <para>
/// The accumulators (the left and the right register of each row) are spelled out, one local each, of the bare vector type: that is what keeps
/// them in registers. At 14 rows of two 512-bit registers they take 28, two more hold a row of b and one an element of a in all its lanes;
/// a step of k is 28 fused multiply-adds (14 cycles) and 16 loads. Conditions on the type parameters are decided when a kernel is
/// compiled: nothing of an absent row remains. Two steps of k for each turn of the loop keep its overhead under the arithmetic.
/// </para>
/// </remarks>
internal static unsafe class TileKernel
{
    // A sliver of b is larger than the first-level cache, and what comes from farther away than the second arrives too late without asking for it.
    private const int StepsAhead = 8;

    /// <summary>
    /// c[i][j] = or += the sum over p of a[i][p] * b[p][j], then + bias[j]. Row p of b begins at b + p * bStep. Element (i, p) of a lies at
    /// a + p * aStep + i, or, where its rows lie apart, at a + i * aStep + p.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TVector, TRegister, TRows, TLayout, TColumns>(
        nint k, float* a, nint aStep, float* b, nint bStep, float* c, nint ldc, float* bias, bool accumulate)
        where TVector : struct
        where TRegister : struct, IRegister<TVector>
        where TRows : struct, ICount
        where TLayout : struct, IElementLayout
        where TColumns : struct, ICount
    {
        TVector left0 = default, right0 = default;
        TVector left1 = default, right1 = default;
        TVector left2 = default, right2 = default;
        TVector left3 = default, right3 = default;
        TVector left4 = default, right4 = default;
        TVector left5 = default, right5 = default;
        TVector left6 = default, right6 = default;
        TVector left7 = default, right7 = default;
        TVector left8 = default, right8 = default;
        TVector left9 = default, right9 = default;
        TVector left10 = default, right10 = default;
        TVector left11 = default, right11 = default;
        TVector left12 = default, right12 = default;
        TVector left13 = default, right13 = default;

        // Rows that lie apart are reached from every third one.
        nint aTwo = 2 * aStep;
        float* a3 = a + (3 * aStep);
        float* a6 = a + (6 * aStep);
        float* a9 = a + (9 * aStep);
        float* a12 = a + (12 * aStep);

        // The tile of c arrives while the sums are made.
        float* tile = c;
        for (int i = 0; i < TRows.Value; i++, tile += ldc)
        {
            CacheLine.Prefetch(tile);
            CacheLine.Prefetch(tile + ((TColumns.Value - 1) * TRegister.Count));
        }

        float* ahead = b + (StepsAhead * bStep);
        for (; k > 1; k -= 2, ahead += 2 * bStep)
        {
            CacheLine.Prefetch(ahead);
            CacheLine.Prefetch(ahead + bStep);
            if (TColumns.Value > 1)
            {
                CacheLine.Prefetch(ahead + TRegister.Count);
                CacheLine.Prefetch(ahead + bStep + TRegister.Count);
            }

            TVector eLeft = TRegister.Load(b);
            TVector eRight = TColumns.Value > 1 ? TRegister.Load(b + TRegister.Count) : default;
            TVector x0 = TRegister.Broadcast(a);
            left0 = TRegister.Fma(x0, eLeft, left0);
            right0 = TColumns.Value > 1 ? TRegister.Fma(x0, eRight, right0) : right0;

            if (TRows.Value > 1)
            {
                TVector x = TRegister.Broadcast(TLayout.RowsApart ? a + aStep : a + 1);
                left1 = TRegister.Fma(x, eLeft, left1);
                right1 = TColumns.Value > 1 ? TRegister.Fma(x, eRight, right1) : right1;
            }

            if (TRows.Value > 2)
            {
                TVector x = TRegister.Broadcast(TLayout.RowsApart ? a + aTwo : a + 2);
                left2 = TRegister.Fma(x, eLeft, left2);
                right2 = TColumns.Value > 1 ? TRegister.Fma(x, eRight, right2) : right2;
            }

            if (TRows.Value > 3)
            {
                TVector x = TRegister.Broadcast(TLayout.RowsApart ? a3 : a + 3);
                left3 = TRegister.Fma(x, eLeft, left3);
                right3 = TColumns.Value > 1 ? TRegister.Fma(x, eRight, right3) : right3;
            }

            if (TRows.Value > 4)
            {
                TVector x = TRegister.Broadcast(TLayout.RowsApart ? a3 + aStep : a + 4);
                left4 = TRegister.Fma(x, eLeft, left4);
                right4 = TColumns.Value > 1 ? TRegister.Fma(x, eRight, right4) : right4;
            }

            if (TRows.Value > 5)
            {
                TVector x = TRegister.Broadcast(TLayout.RowsApart ? a3 + aTwo : a + 5);
                left5 = TRegister.Fma(x, eLeft, left5);
                right5 = TColumns.Value > 1 ? TRegister.Fma(x, eRight, right5) : right5;
            }

            if (TRows.Value > 6)
            {
                TVector x = TRegister.Broadcast(TLayout.RowsApart ? a6 : a + 6);
                left6 = TRegister.Fma(x, eLeft, left6);
                right6 = TColumns.Value > 1 ? TRegister.Fma(x, eRight, right6) : right6;
            }

            if (TRows.Value > 7)
            {
                TVector x = TRegister.Broadcast(TLayout.RowsApart ? a6 + aStep : a + 7);
                left7 = TRegister.Fma(x, eLeft, left7);
                right7 = TColumns.Value > 1 ? TRegister.Fma(x, eRight, right7) : right7;
            }

            if (TRows.Value > 8)
            {
                TVector x = TRegister.Broadcast(TLayout.RowsApart ? a6 + aTwo : a + 8);
                left8 = TRegister.Fma(x, eLeft, left8);
                right8 = TColumns.Value > 1 ? TRegister.Fma(x, eRight, right8) : right8;
            }

            if (TRows.Value > 9)
            {
                TVector x = TRegister.Broadcast(TLayout.RowsApart ? a9 : a + 9);
                left9 = TRegister.Fma(x, eLeft, left9);
                right9 = TColumns.Value > 1 ? TRegister.Fma(x, eRight, right9) : right9;
            }

            if (TRows.Value > 10)
            {
                TVector x = TRegister.Broadcast(TLayout.RowsApart ? a9 + aStep : a + 10);
                left10 = TRegister.Fma(x, eLeft, left10);
                right10 = TColumns.Value > 1 ? TRegister.Fma(x, eRight, right10) : right10;
            }

            if (TRows.Value > 11)
            {
                TVector x = TRegister.Broadcast(TLayout.RowsApart ? a9 + aTwo : a + 11);
                left11 = TRegister.Fma(x, eLeft, left11);
                right11 = TColumns.Value > 1 ? TRegister.Fma(x, eRight, right11) : right11;
            }

            if (TRows.Value > 12)
            {
                TVector x = TRegister.Broadcast(TLayout.RowsApart ? a12 : a + 12);
                left12 = TRegister.Fma(x, eLeft, left12);
                right12 = TColumns.Value > 1 ? TRegister.Fma(x, eRight, right12) : right12;
            }

            if (TRows.Value > 13)
            {
                TVector x = TRegister.Broadcast(TLayout.RowsApart ? a12 + aStep : a + 13);
                left13 = TRegister.Fma(x, eLeft, left13);
                right13 = TColumns.Value > 1 ? TRegister.Fma(x, eRight, right13) : right13;
            }

            TVector fLeft = TRegister.Load(b + bStep);
            TVector fRight = TColumns.Value > 1 ? TRegister.Load(b + bStep + TRegister.Count) : default;
            TVector y0 = TRegister.Broadcast(TLayout.RowsApart ? a + 1 : a + aStep);
            left0 = TRegister.Fma(y0, fLeft, left0);
            right0 = TColumns.Value > 1 ? TRegister.Fma(y0, fRight, right0) : right0;

            if (TRows.Value > 1)
            {
                TVector y = TRegister.Broadcast(a + aStep + 1);
                left1 = TRegister.Fma(y, fLeft, left1);
                right1 = TColumns.Value > 1 ? TRegister.Fma(y, fRight, right1) : right1;
            }

            if (TRows.Value > 2)
            {
                TVector y = TRegister.Broadcast(TLayout.RowsApart ? a + aTwo + 1 : a + aStep + 2);
                left2 = TRegister.Fma(y, fLeft, left2);
                right2 = TColumns.Value > 1 ? TRegister.Fma(y, fRight, right2) : right2;
            }

            if (TRows.Value > 3)
            {
                TVector y = TRegister.Broadcast(TLayout.RowsApart ? a3 + 1 : a + aStep + 3);
                left3 = TRegister.Fma(y, fLeft, left3);
                right3 = TColumns.Value > 1 ? TRegister.Fma(y, fRight, right3) : right3;
            }

            if (TRows.Value > 4)
            {
                TVector y = TRegister.Broadcast(TLayout.RowsApart ? a3 + aStep + 1 : a + aStep + 4);
                left4 = TRegister.Fma(y, fLeft, left4);
                right4 = TColumns.Value > 1 ? TRegister.Fma(y, fRight, right4) : right4;
            }

            if (TRows.Value > 5)
            {
                TVector y = TRegister.Broadcast(TLayout.RowsApart ? a3 + aTwo + 1 : a + aStep + 5);
                left5 = TRegister.Fma(y, fLeft, left5);
                right5 = TColumns.Value > 1 ? TRegister.Fma(y, fRight, right5) : right5;
            }

            if (TRows.Value > 6)
            {
                TVector y = TRegister.Broadcast(TLayout.RowsApart ? a6 + 1 : a + aStep + 6);
                left6 = TRegister.Fma(y, fLeft, left6);
                right6 = TColumns.Value > 1 ? TRegister.Fma(y, fRight, right6) : right6;
            }

            if (TRows.Value > 7)
            {
                TVector y = TRegister.Broadcast(TLayout.RowsApart ? a6 + aStep + 1 : a + aStep + 7);
                left7 = TRegister.Fma(y, fLeft, left7);
                right7 = TColumns.Value > 1 ? TRegister.Fma(y, fRight, right7) : right7;
            }

            if (TRows.Value > 8)
            {
                TVector y = TRegister.Broadcast(TLayout.RowsApart ? a6 + aTwo + 1 : a + aStep + 8);
                left8 = TRegister.Fma(y, fLeft, left8);
                right8 = TColumns.Value > 1 ? TRegister.Fma(y, fRight, right8) : right8;
            }

            if (TRows.Value > 9)
            {
                TVector y = TRegister.Broadcast(TLayout.RowsApart ? a9 + 1 : a + aStep + 9);
                left9 = TRegister.Fma(y, fLeft, left9);
                right9 = TColumns.Value > 1 ? TRegister.Fma(y, fRight, right9) : right9;
            }

            if (TRows.Value > 10)
            {
                TVector y = TRegister.Broadcast(TLayout.RowsApart ? a9 + aStep + 1 : a + aStep + 10);
                left10 = TRegister.Fma(y, fLeft, left10);
                right10 = TColumns.Value > 1 ? TRegister.Fma(y, fRight, right10) : right10;
            }

            if (TRows.Value > 11)
            {
                TVector y = TRegister.Broadcast(TLayout.RowsApart ? a9 + aTwo + 1 : a + aStep + 11);
                left11 = TRegister.Fma(y, fLeft, left11);
                right11 = TColumns.Value > 1 ? TRegister.Fma(y, fRight, right11) : right11;
            }

            if (TRows.Value > 12)
            {
                TVector y = TRegister.Broadcast(TLayout.RowsApart ? a12 + 1 : a + aStep + 12);
                left12 = TRegister.Fma(y, fLeft, left12);
                right12 = TColumns.Value > 1 ? TRegister.Fma(y, fRight, right12) : right12;
            }

            if (TRows.Value > 13)
            {
                TVector y = TRegister.Broadcast(TLayout.RowsApart ? a12 + aStep + 1 : a + aStep + 13);
                left13 = TRegister.Fma(y, fLeft, left13);
                right13 = TColumns.Value > 1 ? TRegister.Fma(y, fRight, right13) : right13;
            }

            if (TLayout.RowsApart)
            {
                a3 += 2;
                a6 += 2;
                a9 += 2;
                a12 += 2;
            }

            a += TLayout.RowsApart ? 2 : aTwo;
            b += 2 * bStep;
        }

        if (k > 0)
        {
            TVector eLeft = TRegister.Load(b);
            TVector eRight = TColumns.Value > 1 ? TRegister.Load(b + TRegister.Count) : default;
            TVector x0 = TRegister.Broadcast(a);
            left0 = TRegister.Fma(x0, eLeft, left0);
            right0 = TColumns.Value > 1 ? TRegister.Fma(x0, eRight, right0) : right0;

            if (TRows.Value > 1)
            {
                TVector x = TRegister.Broadcast(TLayout.RowsApart ? a + aStep : a + 1);
                left1 = TRegister.Fma(x, eLeft, left1);
                right1 = TColumns.Value > 1 ? TRegister.Fma(x, eRight, right1) : right1;
            }

            if (TRows.Value > 2)
            {
                TVector x = TRegister.Broadcast(TLayout.RowsApart ? a + aTwo : a + 2);
                left2 = TRegister.Fma(x, eLeft, left2);
                right2 = TColumns.Value > 1 ? TRegister.Fma(x, eRight, right2) : right2;
            }

            if (TRows.Value > 3)
            {
                TVector x = TRegister.Broadcast(TLayout.RowsApart ? a3 : a + 3);
                left3 = TRegister.Fma(x, eLeft, left3);
                right3 = TColumns.Value > 1 ? TRegister.Fma(x, eRight, right3) : right3;
            }

            if (TRows.Value > 4)
            {
                TVector x = TRegister.Broadcast(TLayout.RowsApart ? a3 + aStep : a + 4);
                left4 = TRegister.Fma(x, eLeft, left4);
                right4 = TColumns.Value > 1 ? TRegister.Fma(x, eRight, right4) : right4;
            }

            if (TRows.Value > 5)
            {
                TVector x = TRegister.Broadcast(TLayout.RowsApart ? a3 + aTwo : a + 5);
                left5 = TRegister.Fma(x, eLeft, left5);
                right5 = TColumns.Value > 1 ? TRegister.Fma(x, eRight, right5) : right5;
            }

            if (TRows.Value > 6)
            {
                TVector x = TRegister.Broadcast(TLayout.RowsApart ? a6 : a + 6);
                left6 = TRegister.Fma(x, eLeft, left6);
                right6 = TColumns.Value > 1 ? TRegister.Fma(x, eRight, right6) : right6;
            }

            if (TRows.Value > 7)
            {
                TVector x = TRegister.Broadcast(TLayout.RowsApart ? a6 + aStep : a + 7);
                left7 = TRegister.Fma(x, eLeft, left7);
                right7 = TColumns.Value > 1 ? TRegister.Fma(x, eRight, right7) : right7;
            }

            if (TRows.Value > 8)
            {
                TVector x = TRegister.Broadcast(TLayout.RowsApart ? a6 + aTwo : a + 8);
                left8 = TRegister.Fma(x, eLeft, left8);
                right8 = TColumns.Value > 1 ? TRegister.Fma(x, eRight, right8) : right8;
            }

            if (TRows.Value > 9)
            {
                TVector x = TRegister.Broadcast(TLayout.RowsApart ? a9 : a + 9);
                left9 = TRegister.Fma(x, eLeft, left9);
                right9 = TColumns.Value > 1 ? TRegister.Fma(x, eRight, right9) : right9;
            }

            if (TRows.Value > 10)
            {
                TVector x = TRegister.Broadcast(TLayout.RowsApart ? a9 + aStep : a + 10);
                left10 = TRegister.Fma(x, eLeft, left10);
                right10 = TColumns.Value > 1 ? TRegister.Fma(x, eRight, right10) : right10;
            }

            if (TRows.Value > 11)
            {
                TVector x = TRegister.Broadcast(TLayout.RowsApart ? a9 + aTwo : a + 11);
                left11 = TRegister.Fma(x, eLeft, left11);
                right11 = TColumns.Value > 1 ? TRegister.Fma(x, eRight, right11) : right11;
            }

            if (TRows.Value > 12)
            {
                TVector x = TRegister.Broadcast(TLayout.RowsApart ? a12 : a + 12);
                left12 = TRegister.Fma(x, eLeft, left12);
                right12 = TColumns.Value > 1 ? TRegister.Fma(x, eRight, right12) : right12;
            }

            if (TRows.Value > 13)
            {
                TVector x = TRegister.Broadcast(TLayout.RowsApart ? a12 + aStep : a + 13);
                left13 = TRegister.Fma(x, eLeft, left13);
                right13 = TColumns.Value > 1 ? TRegister.Fma(x, eRight, right13) : right13;
            }
        }

        if (accumulate)
        {
            float* row = c;
            left0 = TRegister.Add(TRegister.Load(row), left0);
            right0 = TColumns.Value > 1 ? TRegister.Add(TRegister.Load(row + TRegister.Count), right0) : right0;

            if (TRows.Value > 1)
            {
                row += ldc;
                left1 = TRegister.Add(TRegister.Load(row), left1);
                right1 = TColumns.Value > 1 ? TRegister.Add(TRegister.Load(row + TRegister.Count), right1) : right1;
            }

            if (TRows.Value > 2)
            {
                row += ldc;
                left2 = TRegister.Add(TRegister.Load(row), left2);
                right2 = TColumns.Value > 1 ? TRegister.Add(TRegister.Load(row + TRegister.Count), right2) : right2;
            }

            if (TRows.Value > 3)
            {
                row += ldc;
                left3 = TRegister.Add(TRegister.Load(row), left3);
                right3 = TColumns.Value > 1 ? TRegister.Add(TRegister.Load(row + TRegister.Count), right3) : right3;
            }

            if (TRows.Value > 4)
            {
                row += ldc;
                left4 = TRegister.Add(TRegister.Load(row), left4);
                right4 = TColumns.Value > 1 ? TRegister.Add(TRegister.Load(row + TRegister.Count), right4) : right4;
            }

            if (TRows.Value > 5)
            {
                row += ldc;
                left5 = TRegister.Add(TRegister.Load(row), left5);
                right5 = TColumns.Value > 1 ? TRegister.Add(TRegister.Load(row + TRegister.Count), right5) : right5;
            }

            if (TRows.Value > 6)
            {
                row += ldc;
                left6 = TRegister.Add(TRegister.Load(row), left6);
                right6 = TColumns.Value > 1 ? TRegister.Add(TRegister.Load(row + TRegister.Count), right6) : right6;
            }

            if (TRows.Value > 7)
            {
                row += ldc;
                left7 = TRegister.Add(TRegister.Load(row), left7);
                right7 = TColumns.Value > 1 ? TRegister.Add(TRegister.Load(row + TRegister.Count), right7) : right7;
            }

            if (TRows.Value > 8)
            {
                row += ldc;
                left8 = TRegister.Add(TRegister.Load(row), left8);
                right8 = TColumns.Value > 1 ? TRegister.Add(TRegister.Load(row + TRegister.Count), right8) : right8;
            }

            if (TRows.Value > 9)
            {
                row += ldc;
                left9 = TRegister.Add(TRegister.Load(row), left9);
                right9 = TColumns.Value > 1 ? TRegister.Add(TRegister.Load(row + TRegister.Count), right9) : right9;
            }

            if (TRows.Value > 10)
            {
                row += ldc;
                left10 = TRegister.Add(TRegister.Load(row), left10);
                right10 = TColumns.Value > 1 ? TRegister.Add(TRegister.Load(row + TRegister.Count), right10) : right10;
            }

            if (TRows.Value > 11)
            {
                row += ldc;
                left11 = TRegister.Add(TRegister.Load(row), left11);
                right11 = TColumns.Value > 1 ? TRegister.Add(TRegister.Load(row + TRegister.Count), right11) : right11;
            }

            if (TRows.Value > 12)
            {
                row += ldc;
                left12 = TRegister.Add(TRegister.Load(row), left12);
                right12 = TColumns.Value > 1 ? TRegister.Add(TRegister.Load(row + TRegister.Count), right12) : right12;
            }

            if (TRows.Value > 13)
            {
                row += ldc;
                left13 = TRegister.Add(TRegister.Load(row), left13);
                right13 = TColumns.Value > 1 ? TRegister.Add(TRegister.Load(row + TRegister.Count), right13) : right13;
            }
        }

        if (bias is not null)
        {
            TVector biasLeft = TRegister.Load(bias);
            TVector biasRight = TColumns.Value > 1 ? TRegister.Load(bias + TRegister.Count) : default;
            left0 = TRegister.Add(left0, biasLeft);
            right0 = TRegister.Add(right0, biasRight);
            left1 = TRegister.Add(left1, biasLeft);
            right1 = TRegister.Add(right1, biasRight);
            left2 = TRegister.Add(left2, biasLeft);
            right2 = TRegister.Add(right2, biasRight);
            left3 = TRegister.Add(left3, biasLeft);
            right3 = TRegister.Add(right3, biasRight);
            left4 = TRegister.Add(left4, biasLeft);
            right4 = TRegister.Add(right4, biasRight);
            left5 = TRegister.Add(left5, biasLeft);
            right5 = TRegister.Add(right5, biasRight);
            left6 = TRegister.Add(left6, biasLeft);
            right6 = TRegister.Add(right6, biasRight);
            left7 = TRegister.Add(left7, biasLeft);
            right7 = TRegister.Add(right7, biasRight);
            left8 = TRegister.Add(left8, biasLeft);
            right8 = TRegister.Add(right8, biasRight);
            left9 = TRegister.Add(left9, biasLeft);
            right9 = TRegister.Add(right9, biasRight);
            left10 = TRegister.Add(left10, biasLeft);
            right10 = TRegister.Add(right10, biasRight);
            left11 = TRegister.Add(left11, biasLeft);
            right11 = TRegister.Add(right11, biasRight);
            left12 = TRegister.Add(left12, biasLeft);
            right12 = TRegister.Add(right12, biasRight);
            left13 = TRegister.Add(left13, biasLeft);
            right13 = TRegister.Add(right13, biasRight);
        }

        Store<TVector, TRegister, TColumns>(c, left0, right0);
        if (TRows.Value > 1)
        {
            Store<TVector, TRegister, TColumns>(c += ldc, left1, right1);
        }

        if (TRows.Value > 2)
        {
            Store<TVector, TRegister, TColumns>(c += ldc, left2, right2);
        }

        if (TRows.Value > 3)
        {
            Store<TVector, TRegister, TColumns>(c += ldc, left3, right3);
        }

        if (TRows.Value > 4)
        {
            Store<TVector, TRegister, TColumns>(c += ldc, left4, right4);
        }

        if (TRows.Value > 5)
        {
            Store<TVector, TRegister, TColumns>(c += ldc, left5, right5);
        }

        if (TRows.Value > 6)
        {
            Store<TVector, TRegister, TColumns>(c += ldc, left6, right6);
        }

        if (TRows.Value > 7)
        {
            Store<TVector, TRegister, TColumns>(c += ldc, left7, right7);
        }

        if (TRows.Value > 8)
        {
            Store<TVector, TRegister, TColumns>(c += ldc, left8, right8);
        }

        if (TRows.Value > 9)
        {
            Store<TVector, TRegister, TColumns>(c += ldc, left9, right9);
        }

        if (TRows.Value > 10)
        {
            Store<TVector, TRegister, TColumns>(c += ldc, left10, right10);
        }

        if (TRows.Value > 11)
        {
            Store<TVector, TRegister, TColumns>(c += ldc, left11, right11);
        }

        if (TRows.Value > 12)
        {
            Store<TVector, TRegister, TColumns>(c += ldc, left12, right12);
        }

        if (TRows.Value > 13)
        {
            Store<TVector, TRegister, TColumns>(c + ldc, left13, right13);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TVector, TRegister, TColumns>(float* c, TVector left, TVector right)
        where TVector : struct
        where TRegister : struct, IRegister<TVector>
        where TColumns : struct, ICount
    {
        TRegister.Store(c, left);
        if (TColumns.Value > 1)
        {
            TRegister.Store(c + TRegister.Count, right);
        }
    }
}
