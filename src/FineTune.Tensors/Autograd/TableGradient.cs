using FineTune.Kernels;

namespace FineTune.Autograd;

/// <summary>Adds the gradients of rows that were read from a table to the table's gradient.</summary>
internal static class TableGradient
{
    /// <summary>
    /// The gradient of table row rows[i] += gradient row i, for i in order; the row <paramref name="padding"/> gets none. A parameter's gradient
    /// is touched in these rows only.
    /// </summary>
    public static void Add(Tensor table, ReadOnlySpan<int> rows, ReadOnlySpan<float> gradient, int padding, GradientSink gradients)
    {
        if (!table.NeedsGrad)
        {
            return;
        }

        int width = table.Length / Math.Max(1, table.Shape[0]);
        Kernels.Rows.ScatterAdd(gradient, rows, width, padding, Target(table, rows, gradients));
    }

    private static Span<float> Target(Tensor table, ReadOnlySpan<int> rows, GradientSink gradients)
    {
        if (table is Parameter parameter)
        {
            return parameter.RowGradientTarget(rows).Span;
        }

        Span<float> target = gradients.Target(table, out bool accumulate).Span;
        if (!accumulate)
        {
            target.Clear();
        }

        return target;
    }
}
