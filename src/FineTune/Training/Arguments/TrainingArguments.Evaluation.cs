namespace FineTune;

/// <content>When the model is evaluated, and what the metrics see.</content>
public sealed partial record TrainingArguments
{
    /// <summary>Gets when evaluation runs during training. Default <see cref="IntervalStrategy.No"/>.</summary>
    public IntervalStrategy EvalStrategy { get; init; }

    /// <summary>
    /// Gets how many steps lie between two evaluations; below 1 it is a share of all steps; null takes logging_steps. Default null.
    /// </summary>
    public double? EvalSteps { get; init; }

    /// <summary>Gets the step, or the epoch, before which nothing is evaluated. Default 0.</summary>
    public double EvalDelay { get; init; }

    /// <summary>Gets the number of examples in an evaluation batch. Default 8.</summary>
    public int PerDeviceEvalBatchSize { get; init; } = 8;

    /// <summary>Gets whether evaluation computes the loss only. Default false.</summary>
    public bool PredictionLossOnly { get; init; }

    /// <summary>Gets whether the model is evaluated before the first step. Default false.</summary>
    public bool EvalOnStart { get; init; }

    /// <summary>Gets whether the predictions of all batches become one array; if not, they stay one array a batch. Default true.</summary>
    public bool EvalDoConcatBatches { get; init; } = true;

    /// <summary>Gets whether processes exchange predictions as objects. Default false.</summary>
    /// <remarks>Accepted with any value and without effect: predictions travel as plain numbers.</remarks>
    public bool EvalUseGatherObject { get; init; }

    /// <summary>Gets after how many batches predictions leave a GPU. Default null.</summary>
    /// <remarks>Accepted with any value and without effect: predictions are copied to plain arrays after every batch.</remarks>
    public int? EvalAccumulationSteps { get; init; }

    /// <summary>Gets what the metrics see beside predictions and labels. Default <see cref="IncludeForMetrics.None"/>.</summary>
    public IncludeForMetrics IncludeForMetrics { get; init; }

    /// <summary>Gets whether metrics are computed batch by batch, so that no prediction is kept. Default false.</summary>
    public bool BatchEvalMetrics { get; init; }
}
