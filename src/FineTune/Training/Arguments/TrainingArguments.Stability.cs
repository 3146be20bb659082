namespace FineTune;

/// <content>Accumulation, clipping and smoothing.</content>
public sealed partial record TrainingArguments
{
    /// <summary>Gets how many batches make one optimizer step. Default 1.</summary>
    public int GradientAccumulationSteps { get; init; } = 1;

    /// <summary>Gets whether tokens are counted over all processes. Default true.</summary>
    /// <remarks>Accepted with any value and without effect: they always are.</remarks>
    public bool AverageTokensAcrossDevices { get; init; } = true;

    /// <summary>Gets the norm that gradients are clipped to; 0 turns clipping off. Default 1.0.</summary>
    public double MaxGradNorm { get; init; } = 1.0;

    /// <summary>Gets the share of the target that is spread over all classes. Default 0.0.</summary>
    public double LabelSmoothingFactor { get; init; } = 0.0;
}
