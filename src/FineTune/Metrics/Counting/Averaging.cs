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

    private static double Sum(int[] present, Converter<int, double> value) => PairwiseSum.Of<double>(Array.ConvertAll(present, value));
}
