namespace FineTune;

/// <summary>How far two lists of numbers go together.</summary>
internal static class Correlation
{
    /// <summary>Pearson's correlation; not a number if one list is constant, or has fewer than two numbers.</summary>
    public static double Pearson(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (x.Length < 2 || IsConstant(x) || IsConstant(y))
        {
            return double.NaN;
        }

        double[] a = Centered(x);
        double[] b = Centered(y);
        double divisor = Math.Sqrt(Dot(a, a)) * Math.Sqrt(Dot(b, b));
        return divisor > 0 ? Math.Clamp(Dot(a, b) / divisor, -1, 1) : double.NaN;
    }

    /// <summary>Spearman's correlation: Pearson's of the ranks.</summary>
    public static double Spearman(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => Pearson(Ranks(x), Ranks(y));

    /// <summary>The place of each number in ascending order, from 1; equal numbers share the mean of their places. NaN stays NaN.</summary>
    public static double[] Ranks(ReadOnlySpan<double> values)
    {
        double[] sorted = values.ToArray();
        int[] order = [.. Enumerable.Range(0, sorted.Length)];
        Array.Sort(sorted, order);
        int first = sorted.TakeWhile(double.IsNaN).Count();
        double[] ranks = new double[sorted.Length];
        foreach (int i in order.AsSpan(0, first))
        {
            ranks[i] = double.NaN;
        }

        for (int begin = first; begin < sorted.Length;)
        {
            int end = begin;
            while (end < sorted.Length && sorted[end] == sorted[begin])
            {
                end++;
            }

            double rank = ((begin - first + 1) + (end - first)) / 2.0;
            for (int i = begin; i < end; i++)
            {
                ranks[order[i]] = rank;
            }

            begin = end;
        }

        return ranks;
    }

    /// <summary>Minus the mean, divided by the largest magnitude, so that squares neither overflow nor vanish.</summary>
    private static double[] Centered(ReadOnlySpan<double> values)
    {
        double mean = PairwiseSum.Mean(values);
        double[] centered = Array.ConvertAll(values.ToArray(), value => value - mean);
        double largest = centered.Select(Math.Abs).DefaultIfEmpty().Max();
        return largest == 0 ? centered : Array.ConvertAll(centered, value => value / largest);
    }

    private static bool IsConstant(ReadOnlySpan<double> values) => !values.ContainsAnyExcept(values[0]);

    private static double Dot(double[] x, double[] y)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            sum += x[i] * y[i];
        }

        return sum;
    }
}
