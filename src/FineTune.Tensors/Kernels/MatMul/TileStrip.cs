using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary>A few rows of a tile, one or two registers wide, summed over k in registers.</summary>
/// <remarks>
/// The sums are spelled out, one local each, of the bare vector type: that is what keeps them in registers. Conditions on the type parameters are decided when
/// the method is compiled: nothing of an absent row remains.
/// </remarks>
internal static unsafe class TileStrip
{
    /// <summary>The most rows: with two registers each their sums, a row of b and an element of a take fifteen.</summary>
    public const int MostRows = 6;

    /// <summary>
    /// Rows of a tile from <paramref name="a"/> and <paramref name="c"/> on; <paramref name="aRow"/> and <paramref name="aStep"/> are the distances between
    /// elements of a in neighbouring rows and in neighbouring steps of k. What else there is to know stands in the call.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TVector, TRegister, TRows, TColumns>(TileCall* call, float* a, nint aRow, nint aStep, float* c)
        where TVector : struct
        where TRegister : struct, IRegister<TVector>
        where TRows : struct, ICount
        where TColumns : struct, ICount
    {
        TVector left0 = default, left1 = default, left2 = default, left3 = default, left4 = default, left5 = default;
        TVector right0 = default, right1 = default, right2 = default, right3 = default, right4 = default, right5 = default;
        float* b = call->B;
        nint bStep = call->BStep;
        nint three = 3 * aRow;
        for (nint k = call->Steps; k > 0; k--, a += aStep, b += bStep)
        {
            CacheLine.Prefetch(b + (8 * bStep));
            TVector left = TRegister.Load(b);
            TVector right = TColumns.Value > 1 ? TRegister.Load(b + TRegister.Count) : default;
            Add<TVector, TRegister, TColumns>(a, left, right, ref left0, ref right0);
            if (TRows.Value > 1)
            {
                Add<TVector, TRegister, TColumns>(a + aRow, left, right, ref left1, ref right1);
            }

            if (TRows.Value > 2)
            {
                Add<TVector, TRegister, TColumns>(a + (2 * aRow), left, right, ref left2, ref right2);
            }

            if (TRows.Value > 3)
            {
                Add<TVector, TRegister, TColumns>(a + three, left, right, ref left3, ref right3);
            }

            if (TRows.Value > 4)
            {
                Add<TVector, TRegister, TColumns>(a + (4 * aRow), left, right, ref left4, ref right4);
            }

            if (TRows.Value > 5)
            {
                Add<TVector, TRegister, TColumns>(a + three + (2 * aRow), left, right, ref left5, ref right5);
            }
        }

        Store<TVector, TRegister, TColumns>(call, c, left0, right0);
        if (TRows.Value > 1)
        {
            Store<TVector, TRegister, TColumns>(call, c += call->CRow, left1, right1);
        }

        if (TRows.Value > 2)
        {
            Store<TVector, TRegister, TColumns>(call, c += call->CRow, left2, right2);
        }

        if (TRows.Value > 3)
        {
            Store<TVector, TRegister, TColumns>(call, c += call->CRow, left3, right3);
        }

        if (TRows.Value > 4)
        {
            Store<TVector, TRegister, TColumns>(call, c += call->CRow, left4, right4);
        }

        if (TRows.Value > 5)
        {
            Store<TVector, TRegister, TColumns>(call, c + call->CRow, left5, right5);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TVector, TRegister, TColumns>(float* a, TVector left, TVector right, ref TVector leftSum, ref TVector rightSum)
        where TVector : struct
        where TRegister : struct, IRegister<TVector>
        where TColumns : struct, ICount
    {
        TVector x = TRegister.Broadcast(a);
        leftSum = TRegister.Fma(x, left, leftSum);
        if (TColumns.Value > 1)
        {
            rightSum = TRegister.Fma(x, right, rightSum);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TVector, TRegister, TColumns>(TileCall* call, float* c, TVector left, TVector right)
        where TVector : struct
        where TRegister : struct, IRegister<TVector>
        where TColumns : struct, ICount
    {
        TRegister.Store(c, Element<TVector, TRegister>(call, c, 0, left));
        if (TColumns.Value > 1)
        {
            TRegister.Store(c + TRegister.Count, Element<TVector, TRegister>(call, c, TRegister.Count, right));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Element<TVector, TRegister>(TileCall* call, float* c, int column, TVector sum)
        where TVector : struct
        where TRegister : struct, IRegister<TVector>
    {
        TVector all = call->Adds != 0 ? TRegister.Add(TRegister.Load(c + column), sum) : sum;
        return call->Bias is null ? all : TRegister.Add(all, TRegister.Load(call->Bias + column));
    }
}
