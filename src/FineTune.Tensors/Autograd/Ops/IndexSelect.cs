namespace FineTune.Autograd;

/// <summary>Chosen rows (indices of the first axis); <c>dx[rows[i]] += dy[i]</c>.</summary>
internal sealed class IndexSelect : Operation, IDisposable
{
    private readonly RowIndices _rows;

    private IndexSelect(Tensor x, RowIndices rows)
        : base(x)
    {
        _rows = rows;
    }

    public static Tensor Apply(Tensor x, ReadOnlySpan<int> indices)
    {
        Axis axis = Axis.Of("IndexSelect", x.Shape, 0);
        RowIndices rows = RowIndices.From("IndexSelect", indices, axis.Size);
        Tensor y = Tensor.Empty(axis.Replace(x.Shape, indices.Length));
        Kernels.Rows.Gather(x.Span, rows.Rows, axis.Inner, y.Span);
        if (Tensor.ShouldRecord(x))
        {
            y.GradFn = new IndexSelect(x, rows);
        }
        else
        {
            rows.Dispose();
        }

        return y;
    }

    public override void Backward(Tensor outputGradient, GradientSink gradients)
    {
        Span<float> target = gradients.Target(Inputs[0], out bool accumulate).Span;
        if (!accumulate)
        {
            target.Clear();
        }

        Kernels.Rows.ScatterAdd(outputGradient.Span, _rows.Rows, target.Length / Math.Max(1, Inputs[0].Shape[0]), skipped: -1, target);
    }

    public void Dispose() => _rows.Dispose();
}
