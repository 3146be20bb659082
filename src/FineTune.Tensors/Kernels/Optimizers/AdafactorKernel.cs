namespace FineTune.Kernels;

/// <summary>The parts of an Adafactor step, over rows of a matrix or runs of elements; each destination is written by one thread.</summary>
internal static class AdafactorKernel
{
    /// <summary>
    /// rowMeans[r] = mean of g^2 + eps over row r; columnSums[c] = sum of g^2 + eps over the rows given. The gradient is scaled first.
    /// </summary>
    public static void Squares(
        ReadOnlySpan<float> gradient, int columns, float scale, float eps, Span<float> rowMeans, Span<float> columnSums)
    {
        columnSums.Clear();
        for (int row = 0; row < rowMeans.Length; row++)
        {
            ReadOnlySpan<float> values = gradient.Slice(row * columns, columns);
            double sum = 0;
            for (int column = 0; column < columns; column++)
            {
                float value = values[column] * scale;
                float square = (value * value) + eps;
                sum += square;
                columnSums[column] += square;
            }

            rowMeans[row] = (float)sum / columns;
        }
    }

    /// <summary>average = fma(value, 1 - beta, average * beta).</summary>
    public static void MoveAverage(Span<float> average, ReadOnlySpan<float> values, float beta, float oneMinusBeta)
    {
        for (int i = 0; i < average.Length; i++)
        {
            average[i] = MathF.FusedMultiplyAdd(values[i], oneMinusBeta, average[i] * beta);
        }
    }

    /// <summary>update[r, c] = (rowFactors[r] * columnFactors[c]) * g[r, c].</summary>
    public static void Factored(
        ReadOnlySpan<float> gradient, float scale, ReadOnlySpan<float> rowFactors, ReadOnlySpan<float> columnFactors, Span<float> update)
    {
        int columns = columnFactors.Length;
        for (int row = 0; row < rowFactors.Length; row++)
        {
            ReadOnlySpan<float> values = gradient.Slice(row * columns, columns);
            Span<float> target = update.Slice(row * columns, columns);
            for (int column = 0; column < columns; column++)
            {
                target[column] = rowFactors[row] * columnFactors[column] * (values[column] * scale);
            }
        }
    }

    /// <summary>average = fma(g^2 + eps, 1 - beta, average * beta); update = 1/sqrt(average) * g.</summary>
    public static void Whole(
        ReadOnlySpan<float> gradient, float scale, float eps, float beta, float oneMinusBeta, Span<float> average, Span<float> update)
    {
        for (int i = 0; i < update.Length; i++)
        {
            float value = gradient[i] * scale;
            average[i] = MathF.FusedMultiplyAdd((value * value) + eps, oneMinusBeta, average[i] * beta);
            update[i] = 1f / MathF.Sqrt(average[i]) * value;
        }
    }

    /// <summary>
    /// u = update / divisor * lr; with a momentum (not empty) u = momentum = fma(u, 1 - beta1, momentum * beta1); p = fma(p, decay, p) - u.
    /// </summary>
    public static void Apply(
        ReadOnlySpan<float> update, float divisor, float lr, float decay, float beta1, float oneMinusBeta1, Span<float> momentum, Span<float> parameter)
    {
        for (int i = 0; i < parameter.Length; i++)
        {
            float change = update[i] / divisor * lr;
            if (!momentum.IsEmpty)
            {
                change = MathF.FusedMultiplyAdd(change, oneMinusBeta1, momentum[i] * beta1);
                momentum[i] = change;
            }

            float value = parameter[i];
            parameter[i] = (decay == 0 ? value : MathF.FusedMultiplyAdd(value, decay, value)) - change;
        }
    }
}
