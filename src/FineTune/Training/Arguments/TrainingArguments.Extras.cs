namespace FineTune;

/// <content>What the reference does not have.</content>
public sealed partial record TrainingArguments
{
    /// <summary>
    /// Gets whether gradient accumulation sums the mean losses of its batches, as the reference does for classifiers since 5.0, instead
    /// of taking the mean over all their examples. Default false.
    /// </summary>
    /// <remarks>Summing makes loss and gradients as many times larger as batches are accumulated.</remarks>
    public bool UpstreamAccumulation { get; init; }

    /// <summary>
    /// Gets how many seconds training may take; it then ends as after its last step, with everything saved. Default null, no limit.
    /// </summary>
    public double? MaxTime { get; init; }
}
