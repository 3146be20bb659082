namespace FineTune.Data;

/// <summary>Divides numbered things in parts of nearly equal size; earlier parts are the larger ones.</summary>
internal static class Part
{
    /// <summary>The numbers of part <paramref name="index"/>: neighbours, or every <paramref name="count"/>-th.</summary>
    public static IEnumerable<int> Of(int total, int count, int index, bool contiguous)
    {
        if (!contiguous)
        {
            return Enumerable.Range(0, total).Where(number => number % count == index);
        }

        (int size, int larger) = Math.DivRem(total, count);
        return Enumerable.Range((size * index) + Math.Min(index, larger), Size(total, count, index));
    }

    /// <summary>How many of <paramref name="total"/> part <paramref name="index"/> has.</summary>
    public static int Size(int total, int count, int index) => (total / count) + (index < total % count ? 1 : 0);
}
