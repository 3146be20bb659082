namespace FineTune;

/// <summary>What <c>Trainer.Predict</c> returns.</summary>
/// <param name="Predictions">The scores, <c>[N, C]</c>; null when only the loss was computed or metrics were computed batch by batch.</param>
/// <param name="LabelIds">The labels, if the data had some.</param>
/// <param name="Metrics">The loss and metrics, if the data had labels, and the speed.</param>
public sealed record PredictionOutput(Tensor? Predictions, TensorBase? LabelIds, LogEntry Metrics)
{
    /// <summary>
    /// Gets what else the model returned, such as <c>hidden_states</c>, by name; see <see cref="ModelOutput.OtherOutputs"/>. Default none.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Tensor>> OtherPredictions { get; init; } =
        System.Collections.Immutable.ImmutableDictionary<string, IReadOnlyList<Tensor>>.Empty;

    /// <summary>Gets the class with the highest score of each row, the first of several that are equal, as <c>predictions.argmax(-1)</c>.</summary>
    /// <exception cref="InvalidOperationException">There are no scores: only the loss was computed, or metrics were computed batch by batch.</exception>
    public LongTensor ArgMax() => Predictions?.ArgMax() ?? throw new InvalidOperationException(
        "There are no predictions to choose from: only the loss was kept. Set PredictionLossOnly and BatchEvalMetrics to false.");
}
