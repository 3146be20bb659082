using FineTune.Kernels;

namespace FineTune.Autograd;

/// <summary>Adds the gradients of rows that were read from a table to the table's gradient.</summary>
internal static class TableGradient
{
    private const int Nowhere = -1;

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
        Parameter? parameter = table as Parameter;
        if (parameter is not null && gradients.Leaves.IsFirstPass(parameter))
        {
            Kernels.Rows.ScatterAdd(gradient, rows, width, padding, parameter.RowGradientTarget(rows).Span);
        }
        else if (parameter is not null && gradients.Leaves.IsOnlyUse(parameter))
        {
            AddFinished(parameter, rows, gradient, width, padding);
        }
        else
        {
            Span<float> target = gradients.Target(table, out bool accumulate).Span;
            if (!accumulate)
            {
                target.Clear();
            }

            Kernels.Rows.ScatterAdd(gradient, rows, width, padding, target);
        }
    }

    /// <summary>Adds up what each row gets, and adds that to what it has: once, and only where there is something.</summary>
    private static void AddFinished(Parameter table, ReadOnlySpan<int> rows, ReadOnlySpan<float> gradient, int width, int padding)
    {
        int[] places = TensorScope.RentRows(rows.Length);
        int[] touched = TensorScope.RentRows(rows.Length);
        int count = Place(rows, padding, TensorScope.RentRows(table.Shape[0]), places, touched);
        Span<float> target = table.RowGradientTarget(rows).Span;
        if (count > 0)
        {
            using Tensor finished = Tensor.Zeros(new Shape(count, width));
            Kernels.Rows.ScatterAdd(gradient, places.AsSpan(0, rows.Length), width, Nowhere, finished.Span);
            Kernels.Rows.ScatterAdd(finished.Span, touched.AsSpan(0, count), width, Nowhere, target);
        }
    }

    /// <summary>Numbers the rows that get something in the order in which they first come.</summary>
    private static int Place(ReadOnlySpan<int> rows, int padding, int[] placeOfRow, int[] places, int[] touched)
    {
        foreach (int row in rows)
        {
            placeOfRow[row] = Nowhere;
        }

        int count = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            int row = rows[i];
            if (row != padding && placeOfRow[row] == Nowhere)
            {
                (placeOfRow[row], touched[count]) = (count, row);
                count++;
            }

            places[i] = placeOfRow[row];
        }

        return count;
    }
}
