namespace FineTune;

/// <summary>What follows a layer, for the initialisers that scale by it.</summary>
public enum Nonlinearity
{
    /// <summary>Nothing; gain 1 (of convolutions too).</summary>
    Linear,

    /// <summary>The logistic function; gain 1.</summary>
    Sigmoid,

    /// <summary>The hyperbolic tangent; gain 5/3.</summary>
    Tanh,

    /// <summary>max(x, 0); gain sqrt(2).</summary>
    Relu,

    /// <summary>x, or x times a slope below zero; gain sqrt(2 / (1 + slope^2)).</summary>
    LeakyRelu,

    /// <summary>The scaled exponential linear unit; gain 3/4.</summary>
    Selu,
}
