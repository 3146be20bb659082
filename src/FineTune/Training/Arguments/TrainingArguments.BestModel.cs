namespace FineTune;

/// <content>The best model, resuming and chance.</content>
public sealed partial record TrainingArguments
{
    /// <summary>Gets whether the weights of the best checkpoint are loaded after training. Default false.</summary>
    public bool LoadBestModelAtEnd { get; init; }

    /// <summary>Gets the metric that says which model is best; null means the loss where one is needed. Default null.</summary>
    public string? MetricForBestModel { get; init; }

    /// <summary>Gets whether a greater metric is better; null means yes, unless the metric's name ends in loss. Default null.</summary>
    public bool? GreaterIsBetter { get; init; }

    /// <summary>Gets whether resuming starts the epoch again instead of going on within it. Default false.</summary>
    public bool IgnoreDataSkip { get; init; }

    /// <summary>Gets whether resuming gives callbacks the state they had. Default true.</summary>
    /// <remarks>The reference's default is false: patience then starts again.</remarks>
    public bool RestoreCallbackStatesFromCheckpoint { get; init; } = true;

    /// <summary>Gets whether only reproducible operations are used. Default false.</summary>
    /// <remarks>Accepted with any value and without effect: every operation is reproducible.</remarks>
    public bool FullDeterminism { get; init; }

    /// <summary>Gets the seed of training. Default 42.</summary>
    public long Seed { get; init; } = 42;

    /// <summary>Gets the seed of the order of examples; null takes seed. Default null.</summary>
    public long? DataSeed { get; init; }
}
