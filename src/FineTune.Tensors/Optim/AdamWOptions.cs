namespace FineTune;

/// <summary>The settings of <see cref="AdamW"/> that parameter groups do not set themselves.</summary>
public sealed record AdamWOptions
{
    /// <summary>Gets the learning rate. Default 1e-3 (the Trainer's is 5e-5).</summary>
    public double Lr { get; init; } = 1e-3;

    /// <summary>Gets how much of the running mean of the gradient a step keeps; in [0, 1). Default 0.9.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Gets how much of the running mean of the squared gradient a step keeps; in [0, 1). Default 0.999.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Gets what is added to the denominator. Default 1e-8.</summary>
    public double Eps { get; init; } = 1e-8;

    /// <summary>Gets the share of a weight that a step takes away, in units of the learning rate. Default 0.01 (the Trainer's is 0).</summary>
    public double WeightDecay { get; init; } = 1e-2;

    /// <summary>Gets whether the greatest running mean of the squared gradient so far is used (AMSGrad). Default false.</summary>
    public bool Amsgrad { get; init; }

    /// <summary>Gets whether the steps go up the gradient instead of down. Default false.</summary>
    public bool Maximize { get; init; }

    /// <summary>
    /// Gets whether roundings are those of torch's fused kernel, the Trainer's default, instead of its one operation after another. Default true.
    /// </summary>
    public bool Fused { get; init; } = true;
}
