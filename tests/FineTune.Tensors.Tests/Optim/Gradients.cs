namespace FineTune.Tests.Optim;

/// <summary>Gives parameters gradients as a backward pass would.</summary>
internal static class Gradients
{
    /// <summary>Sets the whole gradient.</summary>
    public static void Set(Parameter parameter, ReadOnlySpan<float> values)
    {
        Tensor target = new FineTune.Autograd.GradientSink { Leaves = new() }.Target(parameter, out _);
        values.CopyTo(target.Span);
    }

    /// <summary>Adds to some rows of the gradient, the others being zero.</summary>
    public static void AddRows(Parameter parameter, ReadOnlySpan<int> rows, Func<int, int, float> value)
    {
        Tensor target = parameter.RowGradientTarget(rows);
        int width = parameter.Length / parameter.Shape[0];
        foreach (int row in rows)
        {
            for (int column = 0; column < width; column++)
            {
                target.Span[(row * width) + column] += value(row, column);
            }
        }
    }
}
