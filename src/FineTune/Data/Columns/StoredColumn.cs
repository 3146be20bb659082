namespace FineTune.Data;

/// <summary>A column's name, what it holds, and its values.</summary>
internal sealed record StoredColumn(string Name, Feature Feature, ColumnData Data)
{
    public StoredColumn(string name, ColumnData data)
        : this(name, data.Feature, data)
    {
    }

    public StoredColumn Take(ReadOnlySpan<int> rows) => this with { Data = Data.Take(rows) };
}
