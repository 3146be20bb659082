namespace FineTune.Data;

/// <summary>The values of one column, row by row; never changed once made.</summary>
internal abstract class ColumnData
{
    public abstract int Count { get; }

    /// <summary>Gets what the values are by themselves; a column may be given a <see cref="ClassLabel"/> instead.</summary>
    public abstract Feature Feature { get; }

    public abstract bool HasNulls { get; }

    public abstract object? Get(int row);

    public abstract bool IsNull(int row);

    public abstract ColumnData Take(ReadOnlySpan<int> rows);

    /// <summary>Makes one column of several whose type is this one's.</summary>
    public abstract ColumnData Join(ReadOnlySpan<ColumnData> parts);

    /// <summary>
    /// Makes a column of this type without values: nulls, and empty lists where <paramref name="source"/>, if there is one, has lists.
    /// </summary>
    public abstract ColumnData Blank(int count, ColumnData? source = null);
}
