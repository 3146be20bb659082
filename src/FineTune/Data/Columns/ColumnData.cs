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

    /// <summary>Joins this column's values and those of another of the same type.</summary>
    public abstract ColumnData Append(ColumnData other);
}
