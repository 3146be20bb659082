using FineTune.Kernels;

namespace FineTune.Optim;

/// <summary>A group's settings for AdamW, read once a step.</summary>
internal readonly struct AdamWSettings
{
    private readonly double _lr;
    private readonly double _beta1;
    private readonly double _beta2;
    private readonly double _eps;
    private readonly double _weightDecay;

    public AdamWSettings(ParameterGroup group)
    {
        IReadOnlyList<double> betas = group.GetDoubles(OptimizerKeys.Betas);
        _lr = group.Lr;
        _beta1 = betas[0];
        _beta2 = betas[1];
        _eps = group.GetDouble(OptimizerKeys.Eps);
        _weightDecay = group.WeightDecay;
        Amsgrad = group.GetBoolean(OptimizerKeys.Amsgrad);
        Maximize = group.GetBoolean(OptimizerKeys.Maximize);
        Fused = group.GetBoolean(OptimizerKeys.Fused);
    }

    public bool Amsgrad { get; }

    public bool Maximize { get; }

    /// <summary>Gets whether the last elements of a tensor are treated as the fused kernel does.</summary>
    public bool Fused { get; }

    public AdamWScalars Scalars(float step) => new(_lr, _beta1, _beta2, _eps, _weightDecay, step);
}
