namespace FineTune;

/// <summary>What sacrebleu puts in the place of no right run of some length, after which BLEU would be 0 (Chen and Cherry, 2014).</summary>
public enum SmoothMethod
{
    /// <summary>Half a run, then a quarter, ...: what mteval does.</summary>
    Exp,

    /// <summary><see cref="MetricOptions.SmoothValue"/> of a run, by default 0.1.</summary>
    Floor,

    /// <summary>
    /// <see cref="MetricOptions.SmoothValue"/>, by default 1, is added to the counts of every length but one. The reference's <c>add-k</c>.
    /// </summary>
    AddK,

    /// <summary>Nothing.</summary>
    None,
}
