namespace FineTune;

/// <summary>The settings of <see cref="StableAdamW"/> that parameter groups do not set themselves.</summary>
public sealed record StableAdamWOptions
{
    /// <summary>Gets the learning rate. Default 1e-3.</summary>
    public double Lr { get; init; } = 1e-3;

    /// <summary>Gets how much of the running mean of the gradient a step keeps. Default 0.9.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Gets how much of the running mean of the squared gradient a step keeps. Default 0.99 (the Trainer passes its adam_beta2).</summary>
    public double Beta2 { get; init; } = 0.99;

    /// <summary>Gets what is added to the denominator. Default 1e-6 (the Trainer passes its adam_epsilon).</summary>
    public double Eps { get; init; } = 1e-6;

    /// <summary>Gets the share of a weight that a step takes away, in units of the learning rate. Default 0.01.</summary>
    public double WeightDecay { get; init; } = 1e-2;

    /// <summary>Gets whether weight decay follows the schedule but not the size of the learning rate. Default false.</summary>
    public bool DecoupleLr { get; init; }

    /// <summary>Gets the greatest learning rate of the schedule, for <see cref="DecoupleLr"/>; null for <see cref="Lr"/>. Default null.</summary>
    public double? MaxLr { get; init; }
}
