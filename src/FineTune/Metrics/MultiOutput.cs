namespace FineTune;

/// <summary>What becomes of the errors of rows with several numbers.</summary>
public enum MultiOutput
{
    /// <summary>Their mean. The reference's <c>uniform_average</c>.</summary>
    UniformAverage,

    /// <summary>One for each number of a row, in <see cref="MetricResult.Arrays"/>. The reference's <c>raw_values</c>.</summary>
    RawValues,
}
