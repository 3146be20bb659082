namespace FineTune;

/// <content>Checkpoints, the best model and resuming.</content>
public sealed partial record TrainingArguments
{
    /// <summary>Gets whether a checkpoint holds the model only, so that training cannot resume from it. Default false.</summary>
    public bool SaveOnlyModel { get; init; }

    /// <summary>Gets when a checkpoint is saved. Default <see cref="SaveStrategy.Steps"/>.</summary>
    public SaveStrategy SaveStrategy { get; init; } = SaveStrategy.Steps;

    /// <summary>Gets how many steps lie between two checkpoints; below 1 it is a share of all steps. Default 500.</summary>
    public double SaveSteps { get; init; } = 500;

    /// <summary>
    /// Gets whether the first process of every machine saves, for machines that share no folder, and not only the first of all. Default false.
    /// </summary>
    public bool SaveOnEachNode { get; init; }

    /// <summary>Gets how many checkpoints are kept; the newest and the best are never deleted. Default null.</summary>
    public int? SaveTotalLimit { get; init; }

    /// <summary>Gets whether an interrupted run saves a checkpoint before it ends. Default true.</summary>
    /// <remarks>
    /// Accepted with any value and without effect: an interrupted run always saves one. The reference's default is false.
    /// </remarks>
    public bool EnableJitCheckpoint { get; init; } = true;
}
