namespace FineTune.Bench.SideBySide;

/// <summary>What one run of one side gave.</summary>
/// <param name="Rate">Samples a second by the side's own account (GFLOP/s for a matrix product).</param>
/// <param name="PeakMegabytes">The most memory the process had resident.</param>
internal readonly record struct Outcome(double Rate, double PeakMegabytes);
