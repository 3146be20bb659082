namespace FineTune.Autograd;

/// <summary>
/// Rows of a table by their numbers: <c>y[i] = table[ids[i]]</c>, <c>dtable[ids[i]] += dy[i]</c> but for the padding row.
/// </summary>
internal sealed class Embedding : Operation, IDisposable
{
    private readonly RowIndices _rows;
    private readonly int _padding;

    private Embedding(Tensor table, RowIndices rows, int padding)
        : base(table)
    {
        _rows = rows;
        _padding = padding;
    }

    public static Tensor Apply(LongTensor ids, Tensor table, int padding) => Apply(
        RowIndices.From("Embedding", ids.Span, table.Shape[0]), new Shape([.. ids.Shape.ToArray(), table.Shape[1]]), table, padding);

    /// <summary>The same for packed ids, <c>[N]</c> to <c>[N, size]</c>.</summary>
    public static Tensor Apply(ReadOnlySpan<int> ids, Tensor table, int padding) => Apply(
        RowIndices.From("Embedding", ids, table.Shape[0]), new Shape(ids.Length, table.Shape[1]), table, padding);

    public override void Backward(Tensor outputGradient, GradientSink gradients) =>
        TableGradient.Add(Inputs[0], _rows.Rows, outputGradient.Span, _padding, gradients);

    public void Dispose() => _rows.Dispose();

    private static Tensor Apply(RowIndices rows, Shape shape, Tensor table, int padding)
    {
        Tensor y = Tensor.Empty(shape);
        Kernels.Rows.Gather(table.RowsSpan(rows.Rows), rows.Rows, table.Shape[1], y.Span);
        if (Tensor.ShouldRecord(table))
        {
            y.GradFn = new Embedding(table, rows, padding);
        }
        else
        {
            rows.Dispose();
        }

        return y;
    }
}
