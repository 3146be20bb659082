namespace FineTune.Data;

/// <summary>The rows of a data set as they are written to a file: its columns, what each holds, and the values row by row.</summary>
internal sealed class RowSource
{
    private readonly StoredColumn[] _columns;
    private readonly Func<int, int> _physical;

    public RowSource(StoredColumn[] columns, int count, Func<int, int> physical)
    {
        _columns = columns;
        _physical = physical;
        Count = count;
        Features = new Features(columns.Select(column => KeyValuePair.Create(column.Name, WrittenFeatures.Of(column))));
    }

    public int Count { get; }

    public Features Features { get; }

    /// <summary>Gets some values of a column; times as the numbers they are kept as.</summary>
    public object?[] Values(int column, int start, int count)
    {
        ColumnData data = _columns[column].Data;
        Func<int, object?> get = data is TemporalData times ? times.Numbers.Get : data.Get;
        object?[] values = new object?[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = get(_physical(start + i));
        }

        return values;
    }
}
