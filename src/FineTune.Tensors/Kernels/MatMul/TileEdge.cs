using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary>A tile of which c has only the first columns: its sums were made aside, and are stored or added here as the kernel would have.</summary>
internal readonly unsafe struct TileEdge(float* sums, nint step, float* c, nint ldc, float* bias, bool adds)
{
    /// <summary>c = or += sums, then + bias, in <paramref name="rows"/> rows of <paramref name="columns"/>, by vectors of at most <paramref name="width"/>.</summary>
    public void Merge(int rows, int columns, int width)
    {
        if (width >= 16 && columns >= 16)
        {
            Merge<Lanes16>(rows, columns - 16);
        }
        else if (width >= 8 && columns >= 8)
        {
            Merge<Lanes8>(rows, columns - 8);
        }
        else if (width >= 4 && columns >= 4)
        {
            Merge<Lanes4>(rows, columns - 4);
        }
        else
        {
            for (int j = 0; j < columns; j++)
            {
                new TileEdge(sums + j, step, c + j, ldc, bias is null ? null : bias + j, adds).Merge<Lanes1>(rows, 0);
            }
        }
    }

    /// <summary>The columns of two vectors, at 0 and at <paramref name="last"/>; where they overlap, both come from c as it was.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Merge<V>(int rows, int last)
        where V : struct, ILanes<V>
    {
        float* from = sums;
        float* to = c;
        for (int i = 0; i < rows; i++, from += step, to += ldc)
        {
            V left = Element<V>(from, to, 0);
            V right = Element<V>(from, to, last);
            left.Store(ref *to);
            right.Store(ref to[last]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private V Element<V>(float* from, float* to, int column)
        where V : struct, ILanes<V>
    {
        V sum = V.Load(ref from[column]);
        sum = adds ? V.Load(ref to[column]) + sum : sum;
        return bias is null ? sum : sum + V.Load(ref bias[column]);
    }
}
