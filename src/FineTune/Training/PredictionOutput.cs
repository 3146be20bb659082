namespace FineTune;

/// <summary>What <c>Trainer.Predict</c> returns.</summary>
/// <param name="Predictions">The scores, <c>[N, C]</c>; null when only the loss was computed or metrics were computed batch by batch.</param>
/// <param name="LabelIds">The labels, if the data had some.</param>
/// <param name="Metrics">The loss and metrics, if the data had labels, and the speed.</param>
public sealed record PredictionOutput(Tensor? Predictions, TensorBase? LabelIds, LogEntry Metrics);
