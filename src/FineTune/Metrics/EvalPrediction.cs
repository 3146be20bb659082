namespace FineTune;

/// <summary>What a model said for a whole evaluation, and what was right: the argument of <c>ComputeMetrics</c>.</summary>
public sealed class EvalPrediction
{
    /// <summary>Initializes the pair.</summary>
    /// <param name="predictions">The scores, <c>[N, C]</c> (or what <c>PreprocessLogitsForMetrics</c> made of them).</param>
    /// <param name="labelIds">The labels, <c>[N]</c> classes, <c>[N]</c> numbers or <c>[N, C]</c> zeros and ones.</param>
    public EvalPrediction(Tensor predictions, TensorBase labelIds)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(labelIds);
        Predictions = predictions;
        LabelIds = labelIds;
    }

    /// <summary>Gets the scores, <c>[N, C]</c>.</summary>
    public Tensor Predictions { get; }

    /// <summary>
    /// Gets the labels: a <see cref="LongTensor"/> <c>[N]</c> of classes, or a <see cref="Tensor"/>, <c>[N]</c> or <c>[N, C]</c>.
    /// </summary>
    public TensorBase LabelIds { get; }

    /// <summary>Gets the model's main input, if <c>IncludeForMetrics</c> asks for it. Default null.</summary>
    public TensorBase? Inputs { get; init; }

    /// <summary>Gets the loss of each example's batch, <c>[N]</c>, if <c>IncludeForMetrics</c> asks for it. Default null.</summary>
    public Tensor? Losses { get; init; }

    /// <summary>
    /// Gets what else the model returned, such as <c>hidden_states</c>, by name; see <see cref="ModelOutput.OtherOutputs"/>. Default none.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Tensor>> OtherPredictions { get; init; } =
        System.Collections.Immutable.ImmutableDictionary<string, IReadOnlyList<Tensor>>.Empty;

    /// <summary>Gets the same batch by batch, if <c>EvalDoConcatBatches</c> is false. Default null.</summary>
    public IReadOnlyList<EvalPrediction>? Batches { get; init; }

    /// <summary>
    /// Gets the class with the highest score of each row, the first of several that are equal, as <c>predictions.argmax(-1)</c>.
    /// </summary>
    /// <returns>The classes, in the shape of <see cref="Predictions"/> without its last axis.</returns>
    public LongTensor ArgMax() => Predictions.ArgMax();

    /// <summary>Takes the pair apart, as in <c>var (logits, labels) = prediction</c>.</summary>
    public void Deconstruct(out Tensor predictions, out TensorBase labelIds) => (predictions, labelIds) = (Predictions, LabelIds);

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(EvalPrediction)}(predictions: {Predictions.Shape}, label_ids: {LabelIds.Shape})";

    /// <summary>1 for every score above 0, else 0, in the shape of <see cref="Predictions"/>.</summary>
    internal LongTensor LabelsAboveZero() =>
        new(Array.ConvertAll(Predictions.ToArray(), score => score > 0 ? 1L : 0L), Predictions.Shape);

    /// <summary>The class of each row: that of the highest score, or the number itself where a row is one.</summary>
    internal MetricInput Classes() => Predictions.Shape.Rank > 1 ? ArgMax() : Predictions;

    /// <summary>The softmax of each row of scores.</summary>
    internal MetricInput Probabilities(string metric)
    {
        Shape shape = Predictions.Shape;
        if (shape.Rank != 2 || shape[1] < 2)
        {
            throw MetricError.NeedsScores(metric, shape);
        }

        double[] scores = Array.ConvertAll(Predictions.ToArray(), value => (double)value);
        return Enumerable.Range(0, shape[0]).Select(row => Ranking.Softmax(scores.AsSpan(row * shape[1], shape[1]))).ToArray();
    }
}
