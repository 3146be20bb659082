namespace FineTune;

/// <summary>Averages scores of classes; what is not a number is left out.</summary>
internal static class Averaging
{
    /// <summary>The weighted mean; the plain one if all weights are zero.</summary>
    public static double Mean(IReadOnlyList<double> scores, IReadOnlyList<double>? weights = null)
    {
        int[] present = [.. Enumerable.Range(0, scores.Count).Where(i => !double.IsNaN(scores[i]))];
        if (present.Length == 0)
        {
            return double.NaN;
        }

        double total = weights is null ? 0 : Sum(present, i => weights[i]);
        return total == 0
            ? Sum(present, i => scores[i]) / present.Length
            : Sum(present, i => scores[i] * weights![i]) / total;
    }

    /// <summary>Counts as shares of their line, their column or all of them; 0 where there are none.</summary>
    public static double[,] Normalized(double[,] counts, MatrixNormalization? by)
    {
        int size = counts.GetLength(0);
        int[] all = [.. Enumerable.Range(0, size)];
        double[,] shares = new double[size, size];
        foreach ((int row, int column) in all.SelectMany(row => all.Select(column => (row, column))))
        {
            double total = by switch
            {
                MatrixNormalization.True => all.Sum(i => counts[row, i]),
                MatrixNormalization.Pred => all.Sum(i => counts[i, column]),
                MatrixNormalization.All => counts.Cast<double>().Sum(),
                _ => 1,
            };
            shares[row, column] = total == 0 ? 0 : counts[row, column] / total;
        }

        return shares;
    }

    private static double Sum(int[] present, Converter<int, double> value) => PairwiseSum.Of<double>(Array.ConvertAll(present, value));
}
