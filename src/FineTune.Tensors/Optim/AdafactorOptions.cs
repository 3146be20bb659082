namespace FineTune;

/// <summary>The settings of <see cref="Adafactor"/> that parameter groups do not set themselves.</summary>
public sealed record AdafactorOptions
{
    /// <summary>Gets the learning rate; null when <see cref="RelativeStep"/> gives it. Default null (the Trainer passes its own).</summary>
    public double? Lr { get; init; }

    /// <summary>Gets what is added to the squared gradient. Default 1e-30.</summary>
    public double Eps1 { get; init; } = 1e-30;

    /// <summary>Gets the least size of a parameter that <see cref="ScaleParameter"/> reckons with. Default 1e-3.</summary>
    public double Eps2 { get; init; } = 1e-3;

    /// <summary>Gets the greatest root mean square of an update. Default 1.</summary>
    public double ClipThreshold { get; init; } = 1;

    /// <summary>Gets the exponent by which the running means of squares slow down with time. Default -0.8.</summary>
    public double DecayRate { get; init; } = -0.8;

    /// <summary>Gets how much of the running mean of the updates a step keeps; null for none. Default null.</summary>
    public double? Beta1 { get; init; }

    /// <summary>Gets the share of a weight that a step takes away, in units of the learning rate. Default 0.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Gets whether steps are proportional to the size of the parameter. Default true (the Trainer's is false).</summary>
    public bool ScaleParameter { get; init; } = true;

    /// <summary>Gets whether the learning rate falls with the root of time instead of being given. Default true (the Trainer's is false).</summary>
    public bool RelativeStep { get; init; } = true;

    /// <summary>Gets whether the relative learning rate rises from 0 first. Default false.</summary>
    public bool WarmupInit { get; init; }
}
