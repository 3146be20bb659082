namespace FineTune;

/// <summary>How <see cref="Trainer.LrFind"/> tries learning rates.</summary>
public sealed record LrFindOptions
{
    /// <summary>Gets the learning rate of the first step. Default 1e-7.</summary>
    public double StartLr { get; init; } = 1e-7;

    /// <summary>Gets the learning rate of the last step. Default 1.</summary>
    public double EndLr { get; init; } = 1;

    /// <summary>Gets how many optimizer steps there are; from each to the next the rate grows by the same factor. Default 100.</summary>
    public int NumSteps { get; init; } = 100;

    /// <summary>Gets how much of the running mean of the loss a step keeps; in [0, 1). Default 0.98.</summary>
    public double Smoothing { get; init; } = 0.98;

    /// <summary>Gets by how many times the smoothed loss must exceed its smallest value for the test to end early. Default 4.</summary>
    public double DivergeThreshold { get; init; } = 4;
}
