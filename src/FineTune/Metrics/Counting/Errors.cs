namespace FineTune;

/// <summary>Metrics of numbers: how far predictions are from references. Rows of several numbers are averaged column by column.</summary>
internal static class Errors
{
    public static double Mse(
        ReadOnlySpan<double> predictions, ReadOnlySpan<double> references, ReadOnlySpan<double> weights, int width, MetricOptions options)
    {
        double[] columns = Columns(predictions, references, weights, width, difference => difference * difference);
        return options.Squared ?? true ? columns.Average() : columns.Select(Math.Sqrt).Average();
    }

    public static double Mae(
        ReadOnlySpan<double> predictions, ReadOnlySpan<double> references, ReadOnlySpan<double> weights, int width, MetricOptions options) =>
        Columns(predictions, references, weights, width, Math.Abs).Average();

    /// <summary>The share of the references' variance that is explained: 1 minus squared errors over squared deviations.</summary>
    public static double R2(
        ReadOnlySpan<double> predictions, ReadOnlySpan<double> references, ReadOnlySpan<double> weights, int width, MetricOptions options)
    {
        if (predictions.Length < 2)
        {
            return double.NaN;
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

        double error = Columns(predictions, references, weights, 1, difference => difference * difference)[0] * total;
        return deviation == 0 ? (error == 0 ? 1 : 0) : 1 - (error / deviation);
    }

    private static double[] Columns(
        ReadOnlySpan<double> predictions, ReadOnlySpan<double> references, ReadOnlySpan<double> weights, int width, Func<double, double> error)
    {
        double total = PairwiseSum.Of(weights);
        double[] means = new double[width];
        double[] errors = new double[weights.Length];
        for (int column = 0; column < width; column++)
        {
            for (int row = 0; row < errors.Length; row++)
            {
                int i = (row * width) + column;
                errors[row] = weights[row] * error(references[i] - predictions[i]);
            }

            means[column] = PairwiseSum.Of<double>(errors) / total;
        }

        return means;
    }
}
