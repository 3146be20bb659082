using FineTune.Data;

namespace FineTune;

public sealed partial class Dataset
{
    /// <summary>Gets the rows of those numbers, in that order; a number may occur again.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public Dataset Select(IEnumerable<int> indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        return WithRows([.. indices.Select(Physical)]);
    }

    /// <summary>Gets the rows in a random order: the same as NumPy's, and so the reference's, for the same seed.</summary>
    /// <param name="seed">Where the random numbers begin; 0 or more. Default null: another order every time.</param>
    /// <exception cref="ArgumentOutOfRangeException">The seed is negative.</exception>
    public Dataset Shuffle(long? seed = null) => Select(RandomRows.From(seed).Order(NumRows));

    /// <summary>Gets some rows that follow one another; <c>dataset[100..200]</c> is the same as <c>dataset.Slice(100, 100)</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The data set does not have those rows.</exception>
    public Dataset Slice(int start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (start + (long)length > NumRows)
        {
            throw DataError.RowOutOfRange(start + length - 1, NumRows);
        }

        return start == 0 && length == NumRows ? this : Select(Enumerable.Range(start, length));
    }

    /// <summary>Gets the first rows; all of them if there are not that many.</summary>
    public Dataset Take(int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        return Slice(0, Math.Min(n, NumRows));
    }

    /// <summary>Gets the rows after the first <paramref name="n"/>; none if there are not that many.</summary>
    public Dataset Skip(int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        int start = Math.Min(n, NumRows);
        return Slice(start, NumRows - start);
    }

    /// <summary>Gets one of <paramref name="numShards"/> parts of nearly equal size.</summary>
    /// <param name="numShards">How many parts there are.</param>
    /// <param name="index">Which part, from 0.</param>
    /// <param name="contiguous">
    /// Whether a part is rows that follow one another (default), or every <paramref name="numShards"/>-th row.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The index is not one of the parts.</exception>
    public Dataset Shard(int numShards, int index, bool contiguous = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(numShards);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, numShards);
        return Select(Part.Of(NumRows, numShards, index, contiguous));
    }

    /// <summary>Gets the rows sorted by a column, not-a-number and nulls last; rows with equal values keep their order.</summary>
    /// <param name="column">A column of numbers, truth values, times, bytes or texts; texts compare by code point.</param>
    /// <param name="reverse">Whether the largest comes first. Default false.</param>
    /// <exception cref="ArgumentException">The column holds lists or objects.</exception>
    public Dataset Sort(string column, bool reverse = false) => Sort([column], [reverse]);

    /// <summary>
    /// Gets the rows sorted by several columns, the first counting most; not-a-number and nulls last; rows with equal values keep their order.
    /// </summary>
    /// <param name="columns">Columns of numbers, truth values, times, bytes or texts; texts compare by code point.</param>
    /// <param name="reverse">For each column whether its largest comes first. Default: for none.</param>
    /// <exception cref="ArgumentException">A column holds lists or objects, or there are not as many directions as columns.</exception>
    public Dataset Sort(IReadOnlyList<string> columns, IReadOnlyList<bool>? reverse = null)
    {
        ArgumentNullException.ThrowIfNull(columns);
        if (reverse is not null && reverse.Count != columns.Count)
        {
            throw DataError.SortDirections(columns.Count, reverse.Count);
        }

        IOrderedEnumerable<int> order = Enumerable.Range(0, NumRows).Select(Physical).Order(Comparer<int>.Create((_, _) => 0));
        for (int i = 0; i < columns.Count; i++)
        {
            order = order.ThenBy(row => row, RowOrder.By(Stored(columns[i]), reverse is not null && reverse[i]));
        }

        return WithRows([.. order]);
    }
}
