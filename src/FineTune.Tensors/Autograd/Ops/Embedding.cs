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

    public static Tensor Apply(LongTensor ids, Tensor table, int padding)
    {
        RowIndices rows = RowIndices.From("Embedding", ids.Span, table.Shape[0]);
        Tensor y = Tensor.Empty(new Shape([.. ids.Shape.ToArray(), table.Shape[1]]));
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

    public override void Backward(Tensor outputGradient, GradientSink gradients) =>
        TableGradient.Add(Inputs[0], _rows.Rows, outputGradient.Span, _padding, gradients);

    public void Dispose() => _rows.Dispose();
}
