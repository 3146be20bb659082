namespace FineTune;

/// <summary>The settings of <see cref="AdamWScheduleFree"/> and <see cref="RAdamScheduleFree"/> that parameter groups do not set themselves.</summary>
public sealed record AdamWScheduleFreeOptions
{
    /// <summary>Gets the learning rate. Default 0.0025.</summary>
    public double Lr { get; init; } = 0.0025;

    /// <summary>Gets how far towards the average the gradient is taken; in (0, 1). Default 0.9.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Gets how much of the running mean of the squared gradient a step keeps. Default 0.999.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Gets what is added to the denominator. Default 1e-8.</summary>
    public double Eps { get; init; } = 1e-8;

    /// <summary>Gets the share of a weight that a step takes away, in units of the learning rate. Default 0.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Gets the number of steps the learning rate rises in; RAdam needs none and refuses it. Default 0.</summary>
    public double WarmupSteps { get; init; }

    /// <summary>Gets the power of the step number in the weights of the average. Default 0.</summary>
    public double R { get; init; }

    /// <summary>Gets the power of the greatest learning rate so far in the weights of the average. Default 2.</summary>
    public double WeightLrPower { get; init; } = 2;

    /// <summary>Gets whether RAdam makes no steps, instead of plain ones, until its second moment can be trusted. Default true; RAdam only.</summary>
    public bool SilentSgdPhase { get; init; } = true;
}
