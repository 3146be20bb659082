namespace FineTune;

/// <summary>What <c>Trainer.Predict</c> returns.</summary>
public sealed class PredictionOutput
{
    private readonly Tensor? _predictions;
    private readonly TensorBase? _labelIds;

    /// <summary>Initializes what was found.</summary>
    /// <param name="predictions">The scores, <c>[N, C]</c>; null when only the loss was computed or metrics were computed batch by batch.</param>
    /// <param name="labelIds">The labels; null when the data had none.</param>
    /// <param name="metrics">The loss and metrics, if the data had labels, and the speed.</param>
    public PredictionOutput(Tensor? predictions, TensorBase? labelIds, LogEntry metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        (_predictions, _labelIds, Metrics) = (predictions, labelIds, metrics);
    }

    /// <summary>Gets the scores, <c>[N, C]</c>.</summary>
    /// <exception cref="InvalidOperationException">There are none: only the loss was computed, or metrics were computed batch by batch.</exception>
    public Tensor Predictions => _predictions ?? throw new InvalidOperationException(
        "There are no predictions: only the loss was kept. Set PredictionLossOnly and BatchEvalMetrics to false, or ask HasPredictions first.");

    /// <summary>Gets the labels.</summary>
    /// <exception cref="InvalidOperationException">The data had none.</exception>
    public TensorBase LabelIds => _labelIds ?? throw new InvalidOperationException(
        "There are no labels: the data has none, or only the loss was kept. Give Predict data with a column of labels, or ask HasLabelIds first.");

    /// <summary>Gets whether there are <see cref="Predictions"/>.</summary>
    public bool HasPredictions => _predictions is not null;

    /// <summary>Gets whether there are <see cref="LabelIds"/>.</summary>
    public bool HasLabelIds => _labelIds is not null;

    /// <summary>Gets the loss and metrics, if the data had labels, and the speed.</summary>
    public LogEntry Metrics { get; }

    /// <summary>
    /// Gets what else the model returned, such as <c>hidden_states</c>, by name; see <see cref="ModelOutput.OtherOutputs"/>. Default none.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Tensor>> OtherPredictions { get; init; } =
        System.Collections.Immutable.ImmutableDictionary<string, IReadOnlyList<Tensor>>.Empty;

    /// <summary>Gets the class with the highest score of each row, the first of several that are equal, as <c>predictions.argmax(-1)</c>.</summary>
    /// <exception cref="InvalidOperationException">There are no scores: only the loss was computed, or metrics were computed batch by batch.</exception>
    public LongTensor ArgMax() => Predictions.ArgMax();

    /// <summary>Takes it apart, as in <c>var (logits, labels, metrics) = trainer.Predict(rows)</c>.</summary>
    /// <exception cref="InvalidOperationException">There are no predictions, or the data had no labels.</exception>
    public void Deconstruct(out Tensor predictions, out TensorBase labelIds, out LogEntry metrics) => (predictions, labelIds, metrics) = (Predictions, LabelIds, Metrics);

    /// <inheritdoc/>
    public override string ToString() =>
        $"{nameof(PredictionOutput)}(predictions: {Text(_predictions)}, label_ids: {Text(_labelIds)}, metrics: {Metrics})";

    private static string Text(TensorBase? tensor) => tensor is null ? "none" : tensor.Shape.ToString();
}
