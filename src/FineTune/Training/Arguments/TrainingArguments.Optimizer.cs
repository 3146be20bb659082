namespace FineTune;

/// <content>The optimizer.</content>
public sealed partial record TrainingArguments
{
    /// <summary>Gets the optimizer. Default <see cref="OptimizerNames.AdamwTorchFused"/>.</summary>
    /// <remarks>adamw_torch and adamw_torch_fused are the same formula and the same code here.</remarks>
    public OptimizerNames Optim { get; init; } = OptimizerNames.AdamwTorchFused;

    /// <summary>Gets settings of the optimizer, written key=value,key=value. Default null.</summary>
    public string? OptimArgs { get; init; }

    /// <summary>Gets the decay of weights in each step; biases and LayerNorm parameters never decay. Default 0.0.</summary>
    public double WeightDecay { get; init; } = 0.0;

    /// <summary>Gets the decay of Adam's running mean of gradients. Default 0.9.</summary>
    public double AdamBeta1 { get; init; } = 0.9;

    /// <summary>Gets the decay of Adam's running mean of squared gradients. Default 0.999.</summary>
    public double AdamBeta2 { get; init; } = 0.999;

    /// <summary>Gets the number that keeps Adam from dividing by zero. Default 1e-8.</summary>
    public double AdamEpsilon { get; init; } = 1e-8;

    /// <summary>Gets the modules that GaLore and APOLLO act on. Default null.</summary>
    /// <remarks>Refused when set: only the optimizers GaLore and APOLLO read it, and they are not available.</remarks>
    public IReadOnlyList<string>? OptimTargetModules { get; init; }
}
