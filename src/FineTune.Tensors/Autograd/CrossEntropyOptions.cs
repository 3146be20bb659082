namespace FineTune.Autograd;

/// <summary>How a cross entropy counts; see <see cref="Functional"/> for the meaning.</summary>
internal sealed record CrossEntropyOptions
{
    public int IgnoreIndex { get; init; } = -100;

    public LossReduction Reduction { get; init; } = LossReduction.Mean;

    public double LabelSmoothing { get; init; }

    /// <summary>Gets what the mean divides by instead of the weights of the rows that count.</summary>
    public float? Divisor { get; init; }
}
