namespace FineTune;

/// <summary>Metrics of numbers: how far predictions are from references. Rows of several numbers are averaged column by column.</summary>
internal static class Errors
{
    /// <summary>The smallest number that mape divides by: the difference between 1 and the next double.</summary>
    private const double Epsilon = 2.220446049250313e-16;

    public static double[] Mse(
        ReadOnlySpan<double> predictions, ReadOnlySpan<double> references, ReadOnlySpan<double> weights, int width, MetricOptions options)
    {
        double[] columns = Columns(predictions, references, weights, width, (difference, _) => difference * difference);
        return options.Squared ?? true ? columns : Array.ConvertAll(columns, Math.Sqrt);
    }

    public static double[] Mae(
        ReadOnlySpan<double> predictions, ReadOnlySpan<double> references, ReadOnlySpan<double> weights, int width, MetricOptions options) =>
        Columns(predictions, references, weights, width, (difference, _) => Math.Abs(difference));

    /// <summary>Absolute errors as a share of the reference; a share, not a percentage, whatever its name.</summary>
    public static double[] Mape(
        ReadOnlySpan<double> predictions, ReadOnlySpan<double> references, ReadOnlySpan<double> weights, int width, MetricOptions options) =>
        Columns(predictions, references, weights, width, (difference, reference) => Math.Abs(difference) / Math.Max(Math.Abs(reference), Epsilon));

    /// <summary>As <see cref="R2"/>, but as the reference's r_squared divides: not a number, or minus infinity, for constant references.</summary>
    public static double[] RSquared(
        ReadOnlySpan<double> predictions, ReadOnlySpan<double> references, ReadOnlySpan<double> weights, int width, MetricOptions options)
    {
        double mean = PairwiseSum.Of(references) / references.Length;
        double error = 0;
        double deviation = 0;
        for (int row = 0; row < references.Length; row++)
        {
            error += (predictions[row] - references[row]) * (predictions[row] - references[row]);
            deviation += (references[row] - mean) * (references[row] - mean);
        }

        return [1 - (error / deviation)];
    }

    /// <summary>The share of the references' variance that is explained: 1 minus squared errors over squared deviations.</summary>
    public static double[] R2(
        ReadOnlySpan<double> predictions, ReadOnlySpan<double> references, ReadOnlySpan<double> weights, int width, MetricOptions options)
    {
        if (predictions.Length < 2)
        {
            return [double.NaN];
        }

        double total = PairwiseSum.Of(weights);
        double mean = 0;
        for (int row = 0; row < references.Length; row++)
        {
            mean += weights[row] * references[row] / total;
        }

        double deviation = 0;
        for (int row = 0; row < references.Length; row++)
        {
            deviation += weights[row] * (references[row] - mean) * (references[row] - mean);
        }

        double error = Columns(predictions, references, weights, 1, (difference, _) => difference * difference)[0] * total;
        return [deviation == 0 ? (error == 0 ? 1 : 0) : 1 - (error / deviation)];
    }

    private static double[] Columns(
        ReadOnlySpan<double> predictions, ReadOnlySpan<double> references, ReadOnlySpan<double> weights, int width, Func<double, double, double> error)
    {
        double total = PairwiseSum.Of(weights);
        double[] means = new double[width];
        double[] errors = new double[weights.Length];
        for (int column = 0; column < width; column++)
        {
            for (int row = 0; row < errors.Length; row++)
            {
                int i = (row * width) + column;
                errors[row] = weights[row] * error(references[i] - predictions[i], references[i]);
            }

            means[column] = PairwiseSum.Of<double>(errors) / total;
        }

        return means;
    }
}
