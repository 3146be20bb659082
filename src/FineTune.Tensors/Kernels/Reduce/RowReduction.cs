using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary>
/// Reductions of one row by lanes of sixteen: element i goes to partial sum i mod 16, in order, and the sixteen are added in one fixed tree.
/// </summary>
internal static class RowReduction
{
    /// <summary>The elements a thread gets at least.</summary>
    private const int Work = 4096;

    /// <summary>Gets how many rows of <paramref name="width"/> elements there are.</summary>
    public static int Rows(int length, int width) => width == 0 ? 0 : length / width;

    /// <summary>Gets how many rows a thread gets at least.</summary>
    public static int Grain(int width) => Math.Max(1, Work / Math.Max(1, width));

    /// <summary>Gets the sum of x[i].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum<V>(ref float x, int length)
        where V : struct, ILanes<V>
        => Sum<V, AnyLength>(ref x, length);

    /// <summary>Gets the sum of x[i] in rows that end as <typeparamref name="TEnd"/> says.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum<V, TEnd>(ref float x, int length)
        where V : struct, ILanes<V>
        where TEnd : struct, IRowEnd
    {
        V sum = V.Broadcast(0f);
        for (int i = 0; i < length; i += Sixteen.Count)
        {
            sum += Sixteen.Load<V, TEnd>(ref x, i, length);
        }

        return sum.Sum();
    }

    /// <summary>Gets the sum of x[i] * y[i], each product added without rounding it first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Dot<V>(ref float x, ref float y, int length)
        where V : struct, ILanes<V>
    {
        V sum = V.Broadcast(0f);
        for (int i = 0; i < length; i += Sixteen.Count)
        {
            sum = V.Fma(Sixteen.Load<V>(ref x, i, length), Sixteen.Load<V>(ref y, i, length), sum);
        }

        return sum.Sum();
    }

    /// <summary>Gets the greatest x[i], or NaN if one is NaN; -infinity for an empty row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Max<V>(ref float x, int length)
        where V : struct, ILanes<V>
    {
        V max = V.Broadcast(float.NegativeInfinity);
        V isNumber = V.Equal(max, max);
        for (int i = 0; i < length; i += Sixteen.Count)
        {
            V value = Sixteen.Load<V>(ref x, i, length, float.NegativeInfinity);
            max = V.Max(max, value);
            isNumber &= V.Equal(value, value);
        }

        // Any lane that met NaN makes the sum NaN.
        float nan = V.Select(isNumber, V.Broadcast(0f), V.Broadcast(float.NaN)).Sum();
        return nan == 0f ? max.Max() : nan;
    }
}
