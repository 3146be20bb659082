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
            Merge<Lanes16>(rows, columns);
        }
        else if (width >= 8 && columns >= 8)
        {
            Merge<Lanes8>(rows, columns);
        }
        else if (width >= 4 && columns >= 4)
        {
            Merge<Lanes4>(rows, columns);
        }
        else
        {
            Merge<Lanes1>(rows, columns);
        }
    }

    /// <summary>One vector after the other, and one that ends with the last column; where that meets the one before, it comes from c as it was.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Merge<V>(int rows, int columns)
        where V : struct, ILanes<V>
    {
        float* from = sums;
        float* to = c;
        int last = columns - V.Count;
        for (int i = 0; i < rows; i++, from += step, to += ldc)
        {
            V right = Element<V>(from, to, last);
            for (int j = 0; j < last; j += V.Count)
            {
                Element<V>(from, to, j).Store(ref to[j]);
            }

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
