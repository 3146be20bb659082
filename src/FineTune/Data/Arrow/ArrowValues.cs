namespace FineTune.Data;

/// <summary>The values of an Arrow array as this project keeps them.</summary>
internal abstract class ArrowValues
{
    public abstract int Count { get; }

    /// <summary>Gets a value inside a list or an object.</summary>
    public abstract object? Box(int index);

    /// <summary>Gets a list of some values.</summary>
    public virtual object List(int start, int count)
    {
        object?[] list = new object?[count];
        for (int i = 0; i < count; i++)
        {
            list[i] = Box(start + i);
        }

        return list;
    }

    public virtual ColumnData ToColumn(Feature feature)
    {
        object?[] rows = new object?[Count];
        for (int row = 0; row < rows.Length; row++)
        {
            rows[row] = Box(row);
        }

        return ColumnFactory.OfObjects(rows, feature);
    }

    /// <summary>Gets the values of those numbers, null where a number is negative.</summary>
    public abstract ArrowValues Gather(int[] indices);
}
