namespace FineTune.Training;

/// <summary>
/// How many numbers lie between which limits: TensorBoard's buckets, which grow by a tenth from 1e-12 to 1e20 on both sides of zero, as far as
/// there are numbers in them.
/// </summary>
internal sealed record TensorBoardHistogram
{
    private static readonly double[] s_limits = MakeLimits();

    private TensorBoardHistogram(double[] limits, double[] counts) => (Limits, Counts) = (limits, counts);

    public double Min { get; private init; }

    public double Max { get; private init; }

    public double Num { get; private init; }

    public double Sum { get; private init; }

    public double SumSquares { get; private init; }

    /// <summary>Gets the upper limit of each bucket; the first bucket is empty, so that its limit is the lower one of the second.</summary>
    public IReadOnlyList<double> Limits { get; }

    public IReadOnlyList<double> Counts { get; }

    /// <summary>Counts numbers; null when there are none, or not all are finite.</summary>
    public static TensorBoardHistogram? Of(ReadOnlySpan<float> values)
    {
        double[] counts = new double[s_limits.Length - 1];
        (double min, double max, double sum, double squares) = (double.PositiveInfinity, double.NegativeInfinity, 0, 0);
        foreach (float value in values)
        {
            if (!float.IsFinite(value))
            {
                return null;
            }

            (min, max) = (Math.Min(min, value), Math.Max(max, value));
            sum += value;
            squares += (double)value * value;
            int bucket = BucketOf(value);
            if (bucket >= 0 && bucket < counts.Length)
            {
                counts[bucket]++;
            }
        }

        int first = Array.FindIndex(counts, count => count > 0);
        if (first < 0)
        {
            return null;
        }

        int last = Array.FindLastIndex(counts, count => count > 0);
        return new TensorBoardHistogram(s_limits[first..(last + 2)], [first > 0 ? counts[first - 1] : 0, .. counts[first..(last + 1)]])
        {
            Min = min,
            Max = max,
            Num = values.Length,
            Sum = sum,
            SumSquares = squares,
        };
    }

    /// <summary>The bucket whose lower limit is at most the value and whose upper one is above it; the last has its upper limit too.</summary>
    private static int BucketOf(double value)
    {
        int at = Array.BinarySearch(s_limits, value);
        int bucket = at >= 0 ? at : ~at - 1;
        return bucket == s_limits.Length - 1 && at >= 0 ? bucket - 1 : bucket;
    }

    private static double[] MakeLimits()
    {
        List<double> positive = [];
        for (double limit = 1e-12; limit < 1e20; limit *= 1.1)
        {
            positive.Add(limit);
        }

        return [.. positive.AsEnumerable().Reverse().Select(limit => -limit), 0, .. positive];
    }
}
