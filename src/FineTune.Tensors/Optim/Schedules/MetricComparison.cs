namespace FineTune.Optim;

/// <summary>When one value of a metric counts as better than another.</summary>
/// <param name="Mode"><c>min</c> or <c>max</c>.</param>
/// <param name="Threshold">How much better it must be.</param>
/// <param name="ThresholdMode"><c>rel</c>: a share of the best value; <c>abs</c>: a difference.</param>
internal readonly record struct MetricComparison(string Mode, double Threshold, string ThresholdMode)
{
    /// <summary>Gets what every value is better than.</summary>
    public double Worst => Mode == "min" ? double.PositiveInfinity : double.NegativeInfinity;

    public bool IsBetter(double value, double best) => (Mode, ThresholdMode) switch
    {
        ("min", "rel") => value < best * (1.0 - Threshold),
        ("min", _) => value < best - Threshold,
        (_, "rel") => value > best * (Threshold + 1.0),
        _ => value > best + Threshold,
    };

    public MetricComparison Checked(string schedule)
    {
        Check(schedule, "mode", Mode, "min", "max");
        Check(schedule, "threshold_mode", ThresholdMode, "rel", "abs");
        return this;
    }

    private static void Check(string schedule, string key, string word, params string[] allowed)
    {
        if (!allowed.Contains(word))
        {
            throw Throw.ScheduleWordUnknown(schedule, key, word, allowed);
        }
    }
}
