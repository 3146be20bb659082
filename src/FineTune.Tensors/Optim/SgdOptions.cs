namespace FineTune;

/// <summary>The settings of <see cref="Sgd"/> that parameter groups do not set themselves.</summary>
public sealed record SgdOptions
{
    /// <summary>Gets the learning rate. Default 1e-3.</summary>
    public double Lr { get; init; } = 1e-3;

    /// <summary>Gets how much of the last direction a step keeps. Default 0.</summary>
    public double Momentum { get; init; }

    /// <summary>Gets the share of the gradient that does not enter the momentum. Default 0.</summary>
    public double Dampening { get; init; }

    /// <summary>Gets the factor of the weights added to the gradient. Default 0.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Gets whether a step looks ahead along the momentum (Nesterov). Default false.</summary>
    public bool Nesterov { get; init; }

    /// <summary>Gets whether the steps go up the gradient instead of down. Default false.</summary>
    public bool Maximize { get; init; }
}
