namespace FineTune;

/// <content>Rows of texts: what rouge, bleu, sacrebleu, chrf and exact_match compare.</content>
public abstract partial class EvaluationModule
{
    /// <summary>Whether it compares nothing but texts, and so cannot measure a classifier.</summary>
    internal virtual bool IsOfTextsOnly => false;

    /// <summary>Adds one row of texts.</summary>
    /// <exception cref="ArgumentException">The metric does not compare texts.</exception>
    public void Add(string prediction, string reference) => AddBatch([prediction], (IReadOnlyList<string>)[reference]);

    /// <summary>Adds one row of texts with several references.</summary>
    /// <exception cref="ArgumentException">The metric does not compare texts, or takes one reference a row.</exception>
    public void Add(string prediction, IReadOnlyList<string> references) =>
        AddBatch([prediction], (IReadOnlyList<IReadOnlyList<string>>)[references]);

    /// <summary>Adds several rows of texts.</summary>
    /// <exception cref="ArgumentException">There are not as many of both, or the metric does not compare texts.</exception>
    public void AddBatch(IReadOnlyList<string> predictions, IReadOnlyList<string> references)
    {
        ArgumentNullException.ThrowIfNull(references);
        AddBatch(predictions, [.. references.Select(reference => (IReadOnlyList<string>)[reference])]);
    }

    /// <summary>Adds several rows of texts with several references each.</summary>
    /// <exception cref="ArgumentException">
    /// There are not as many of both, a row has no reference, or the metric does not compare texts.
    /// </exception>
    public void AddBatch(IReadOnlyList<string> predictions, IReadOnlyList<IReadOnlyList<string>> references)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(references);
        if (predictions.Count != references.Count)
        {
            throw MetricError.CountsDiffer(predictions.Count, references.Count);
        }

        TextRow[] rows = [.. predictions.Zip(references, (prediction, all) => new TextRow(prediction, all))];
        int empty = Array.FindIndex(rows, row => row.Prediction is null || row.References is not { Count: > 0 } || row.References.Contains(null));
        if (empty >= 0)
        {
            throw MetricError.NoText(Name, empty);
        }

        Accumulate(rows);
        Count += rows.Length;
    }

    /// <summary>Adds rows of texts, computes from everything added, and begins anew.</summary>
    /// <param name="predictions">What a model wrote.</param>
    /// <param name="references">What is right.</param>
    /// <param name="options">How to compute. Default as the reference does.</param>
    /// <exception cref="InvalidOperationException">There are no rows.</exception>
    /// <exception cref="ArgumentException">
    /// There are not as many of both, the metric does not compare texts, does not know an option, or cannot be computed so.
    /// </exception>
    public MetricResult Compute(IReadOnlyList<string> predictions, IReadOnlyList<string> references, MetricOptions? options = null)
    {
        RequireNoWeights(options);
        AddBatch(predictions, references);
        return Finish(options ?? new MetricOptions());
    }

    /// <summary>Adds rows of texts with several references each, computes from everything added, and begins anew.</summary>
    /// <inheritdoc cref="Compute(IReadOnlyList{string}, IReadOnlyList{string}, MetricOptions?)"/>
    public MetricResult Compute(
        IReadOnlyList<string> predictions, IReadOnlyList<IReadOnlyList<string>> references, MetricOptions? options = null)
    {
        RequireNoWeights(options);
        AddBatch(predictions, references);
        return Finish(options ?? new MetricOptions());
    }

    /// <summary>Takes rows of texts.</summary>
    internal virtual void Accumulate(IReadOnlyList<TextRow> rows) => throw MetricError.NotOfTexts(Name);
}
