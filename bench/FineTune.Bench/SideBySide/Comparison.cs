namespace FineTune.Bench.SideBySide;

/// <summary>The runs of a work on both sides, in turn.</summary>
internal sealed record Comparison(Work Work, IReadOnlyList<Outcome> Ours, IReadOnlyList<Outcome> Reference)
{
    public double BestOurs => Ours.Max(outcome => outcome.Rate);

    public double BestReference => Reference.Max(outcome => outcome.Rate);

    /// <summary>Gets the better of our runs over the better of the reference's.</summary>
    public double Ratio => BestOurs / BestReference;

    /// <summary>Gets the ratios of the runs that followed one another.</summary>
    public IEnumerable<double> Pairs => Ours.Zip(Reference, (ours, reference) => ours.Rate / reference.Rate);

    public double OurPeak => Ours.Max(outcome => outcome.PeakMegabytes);

    public double ReferencePeak => Reference.Max(outcome => outcome.PeakMegabytes);
}
