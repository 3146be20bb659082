namespace FineTune.Autograd;

/// <summary>Rows read from an embedding table: which table, which rows, and the row that gets no gradient.</summary>
internal sealed class TableLookup : IDisposable
{
    private readonly RowIndices _rows;
    private readonly int _padding;

    /// <summary>Notes the rows to read, after checking them against the table.</summary>
    /// <param name="table">The table, one row an entry.</param>
    /// <param name="rows">The rows to read.</param>
    /// <param name="padding">The row whose gradient stays 0 (padding_idx); -1 for none.</param>
    public TableLookup(Tensor table, ReadOnlySpan<int> rows, int padding = -1)
    {
        Table = table;
        _rows = RowIndices.From("Embedding", rows, table.Shape[0]);
        _padding = padding;
    }

    public Tensor Table { get; }

    public ReadOnlySpan<int> Rows => _rows.Rows;

    /// <summary>Adds the gradients of what was read, one row each, to the table's.</summary>
    public void AddGradient(ReadOnlySpan<float> gradient, GradientSink gradients) =>
        TableGradient.Add(Table, Rows, gradient, _padding, gradients);

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => _rows.Dispose();
}
