namespace FineTune;

/// <summary>The settings of <see cref="Lion"/> that parameter groups do not set themselves.</summary>
public sealed record LionOptions
{
    /// <summary>Gets the learning rate, which wants to be three to ten times smaller than AdamW's. Default 1e-4.</summary>
    public double Lr { get; init; } = 1e-4;

    /// <summary>Gets how much of the momentum enters a step's direction. Default 0.9.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Gets how much of the momentum a step keeps. Default 0.99 (the Trainer passes its adam_beta2, 0.999).</summary>
    public double Beta2 { get; init; } = 0.99;

    /// <summary>Gets the share of a weight that a step takes away, in units of the learning rate. Default 0.</summary>
    public double WeightDecay { get; init; }
}
