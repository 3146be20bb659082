namespace FineTune;

/// <summary>The settings of <see cref="AdEMAMix"/> that parameter groups do not set themselves.</summary>
public sealed record AdEMAMixOptions
{
    /// <summary>Gets the learning rate. Default 1e-3.</summary>
    public double Lr { get; init; } = 1e-3;

    /// <summary>Gets how much of the fast mean of the gradient a step keeps. Default 0.9.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Gets how much of the mean of the squared gradient a step keeps. Default 0.999.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Gets how much of the slow mean of the gradient a step keeps. Default 0.9999.</summary>
    public double Beta3 { get; init; } = 0.9999;

    /// <summary>Gets how much the slow mean counts against the fast one. Default 5.</summary>
    public double Alpha { get; init; } = 5;

    /// <summary>Gets the number of steps in which <see cref="Alpha"/> rises from 0; null for none. Default null.</summary>
    public int? TAlpha { get; init; }

    /// <summary>Gets the number of steps in which <see cref="Beta3"/> rises from <see cref="Beta1"/>; null for none. Default null.</summary>
    public int? TBeta3 { get; init; }

    /// <summary>Gets what is added to the denominator. Default 1e-8.</summary>
    public double Eps { get; init; } = 1e-8;

    /// <summary>Gets the share of a weight that a step takes away, in units of the learning rate. Default 0.01.</summary>
    public double WeightDecay { get; init; } = 1e-2;
}
