namespace FineTune;

/// <summary>What <c>Trainer.EvaluationLoop</c> returns.</summary>
/// <param name="Predictions">The scores, <c>[N, C]</c>; null when only the loss was computed or metrics were computed batch by batch.</param>
/// <param name="LabelIds">The labels, if the data had some.</param>
/// <param name="Metrics">The loss and metrics.</param>
/// <param name="NumSamples">The number of examples.</param>
public sealed record EvalLoopOutput(Tensor? Predictions, TensorBase? LabelIds, LogEntry Metrics, long NumSamples)
{
    /// <summary>
    /// Gets what else the model returned, such as <c>hidden_states</c>, by name; see <see cref="ModelOutput.OtherOutputs"/>. Default none.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Tensor>> OtherPredictions { get; init; } =
        System.Collections.Immutable.ImmutableDictionary<string, IReadOnlyList<Tensor>>.Empty;
}
