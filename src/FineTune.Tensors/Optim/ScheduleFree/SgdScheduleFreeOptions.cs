namespace FineTune;

/// <summary>The settings of <see cref="SgdScheduleFree"/> that parameter groups do not set themselves.</summary>
public sealed record SgdScheduleFreeOptions
{
    /// <summary>Gets the learning rate. Default 1.</summary>
    public double Lr { get; init; } = 1.0;

    /// <summary>Gets how far towards the average the gradient is taken; in (0, 1). Default 0.9.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Gets the factor of the weights added to the gradient. Default 0.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Gets the number of steps the learning rate rises in. Default 0.</summary>
    public double WarmupSteps { get; init; }

    /// <summary>Gets the power of the step number in the weights of the average. Default 0.</summary>
    public double R { get; init; }

    /// <summary>Gets the power of the greatest learning rate so far in the weights of the average. Default 2.</summary>
    public double WeightLrPower { get; init; } = 2;
}
