namespace FineTune;

/// <summary>The settings of <see cref="Adagrad"/> that parameter groups do not set themselves.</summary>
public sealed record AdagradOptions
{
    /// <summary>Gets the learning rate. Default 0.01.</summary>
    public double Lr { get; init; } = 1e-2;

    /// <summary>Gets how fast the learning rate falls: it is divided by 1 + (step - 1) times this. Default 0.</summary>
    public double LrDecay { get; init; }

    /// <summary>Gets the factor of the weights added to the gradient. Default 0.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Gets what the sums of squares begin with. Default 0.</summary>
    public double InitialAccumulatorValue { get; init; }

    /// <summary>Gets what is added to the denominator. Default 1e-10.</summary>
    public double Eps { get; init; } = 1e-10;

    /// <summary>Gets whether the steps go up the gradient instead of down. Default false.</summary>
    public bool Maximize { get; init; }
}
