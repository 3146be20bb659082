namespace FineTune;

/// <summary>The training arguments that <see cref="Optimizers.Create"/> passes on to the optimizers that have a use for them.</summary>
public sealed record OptimizerSettings
{
    /// <summary>Gets the learning rate. Default 5e-5.</summary>
    public double LearningRate { get; init; } = 5e-5;

    /// <summary>Gets the first beta of the Adam family and of Lion. Default 0.9.</summary>
    public double AdamBeta1 { get; init; } = 0.9;

    /// <summary>Gets the second beta of the Adam family and of Lion. Default 0.999.</summary>
    public double AdamBeta2 { get; init; } = 0.999;

    /// <summary>Gets the eps of the Adam family. Default 1e-8.</summary>
    public double AdamEpsilon { get; init; } = 1e-8;

    /// <summary>Gets the weight decay of groups that do not set their own (those of <see cref="DecayParameters.Groups"/> do). Default 0.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Gets the number of steps in which schedule-free optimizers raise the learning rate themselves. Default 0.</summary>
    public double WarmupSteps { get; init; }
}
