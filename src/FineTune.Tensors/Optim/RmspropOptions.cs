namespace FineTune;

/// <summary>The settings of <see cref="Rmsprop"/> that parameter groups do not set themselves.</summary>
public sealed record RmspropOptions
{
    /// <summary>Gets the learning rate. Default 0.01.</summary>
    public double Lr { get; init; } = 1e-2;

    /// <summary>Gets how much of the running mean of the squared gradient a step keeps. Default 0.99.</summary>
    public double Alpha { get; init; } = 0.99;

    /// <summary>Gets what is added to the denominator. Default 1e-8.</summary>
    public double Eps { get; init; } = 1e-8;

    /// <summary>Gets the factor of the weights added to the gradient. Default 0.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Gets how much of the last direction a step keeps. Default 0.</summary>
    public double Momentum { get; init; }

    /// <summary>Gets whether steps are divided by the gradient's deviation from its mean instead of its size. Default false.</summary>
    public bool Centered { get; init; }

    /// <summary>Gets whether the steps go up the gradient instead of down. Default false.</summary>
    public bool Maximize { get; init; }
}
