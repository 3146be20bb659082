namespace FineTune;

/// <summary>
/// A metric that collects predictions and references and computes its numbers from all of them, as the reference's <c>evaluate</c> does.
/// It keeps counts, not rows, wherever that suffices. <see cref="Evaluate.Load"/> makes one;
/// <see cref="Evaluate.Combine(IReadOnlyList{EvaluationModule}, bool)"/> joins several.
/// </summary>
/// <remarks>Not safe for use by several threads at once.</remarks>
/// <example><code>
/// EvaluationModule f1 = Evaluate.Load("f1");
/// double score = f1.Compute(predictions: [0, 1, 1], references: [0, 1, 0])["f1"];
/// </code></example>
public abstract partial class EvaluationModule
{
    private protected EvaluationModule(string name) => Name = name;

    /// <summary>Gets the name it was loaded by.</summary>
    public string Name { get; }

    /// <summary>Gets the number of rows added since the last <see cref="Compute(MetricOptions?)"/>.</summary>
    public int Count { get; private set; }

    /// <summary>The options it knows.</summary>
    internal abstract IReadOnlyList<string> KnownOptions { get; }

    /// <summary>Adds one row.</summary>
    /// <exception cref="ArgumentException">The numbers are not what the metric compares; the message says what is.</exception>
    public void Add(double prediction, double reference) => AddBatch([prediction], [reference]);

    /// <summary>Adds several rows.</summary>
    /// <exception cref="ArgumentException">There are not as many of both, or the numbers are not what the metric compares.</exception>
    public void AddBatch(MetricInput predictions, MetricInput references) => AddBatch(predictions, references, weights: null);

    /// <summary>Computes from everything added, and begins anew.</summary>
    /// <exception cref="InvalidOperationException">Nothing was added.</exception>
    /// <exception cref="ArgumentException">
    /// The metric does not know an option, or cannot be computed so; the message says how it can.
    /// </exception>
    public MetricResult Compute(MetricOptions? options = null)
    {
        RequireNoWeights(options);
        return Finish(options ?? new MetricOptions());
    }

    /// <summary>Adds rows, computes from everything added, and begins anew.</summary>
    /// <param name="predictions">What the model said.</param>
    /// <param name="references">What is right.</param>
    /// <param name="options">How to compute. Default as the reference does.</param>
    /// <exception cref="InvalidOperationException">There are no rows.</exception>
    /// <exception cref="ArgumentException">
    /// There are not as many of both, the numbers are not what the metric compares, the metric does not know an option, or cannot be
    /// computed so; the message says how it can.
    /// </exception>
    public MetricResult Compute(MetricInput predictions, MetricInput references, MetricOptions? options = null)
    {
        RequireKnown(options);
        AddBatch(predictions, references, options?.SampleWeight);
        return Finish(options ?? new MetricOptions());
    }

    /// <summary>
    /// Adds an evaluation, or a batch of one: of scores the class with the highest, for several labels those with a score above 0, for
    /// metrics of probabilities the softmax.
    /// </summary>
    /// <exception cref="ArgumentException">Predictions or labels are not what the metric compares.</exception>
    public void AddBatch(EvalPrediction prediction)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        Accumulate(prediction);
        Count += prediction.LabelIds.Shape[0];
    }

    /// <summary>Adds an evaluation, computes from everything added, and begins anew; see <see cref="AddBatch(EvalPrediction)"/>.</summary>
    /// <exception cref="ArgumentException">
    /// Predictions or labels are not what the metric compares, or the metric does not know an option.
    /// </exception>
    public MetricResult Compute(EvalPrediction prediction, MetricOptions? options = null)
    {
        RequireNoWeights(options);
        AddBatch(prediction);
        return Finish(options ?? new MetricOptions());
    }

    /// <summary>
    /// Gets a function for <c>batch_eval_metrics</c>: it takes every batch's predictions, as <see cref="AddBatch(EvalPrediction)"/> does,
    /// and computes when it is told that a batch is the last.
    /// </summary>
    /// <param name="options">How to compute. Default as the reference does.</param>
    public Func<EvalPrediction, bool, IReadOnlyDictionary<string, double>?> ToBatchMetrics(MetricOptions? options = null)
    {
        RequireKnown(options);
        return (prediction, computeResult) =>
        {
            AddBatch(prediction);
            return computeResult ? Compute(options) : null;
        };
    }

    /// <summary>Takes rows; weights may be null.</summary>
    internal abstract void Accumulate(MetricInput predictions, MetricInput references, IReadOnlyList<double>? weights);

    /// <summary>Takes a model's scores, as what the metric compares.</summary>
    internal virtual void Accumulate(EvalPrediction prediction)
    {
        MetricInput predictions = Prepare(prediction);
        MetricInput references = prediction.LabelIds;
        if (predictions.Rows != references.Rows)
        {
            throw MetricError.CountsDiffer(predictions.Rows, references.Rows);
        }

        Accumulate(predictions, references, weights: null);
    }

    /// <summary>Makes what the metric compares of a model's scores.</summary>
    internal abstract MetricInput Prepare(EvalPrediction prediction);

    internal abstract MetricResult Result(MetricOptions options);

    /// <summary>Forgets all rows.</summary>
    internal abstract void Reset();

    internal void AddBatch(MetricInput predictions, MetricInput references, IReadOnlyList<double>? weights)
    {
        if (predictions.Rows != references.Rows)
        {
            throw MetricError.CountsDiffer(predictions.Rows, references.Rows);
        }

        if (weights is not null && weights.Count != predictions.Rows)
        {
            throw MetricError.WeightsDiffer(weights.Count, predictions.Rows);
        }

        Accumulate(predictions, references, weights);
        Count += predictions.Rows;
    }

    private MetricResult Finish(MetricOptions options)
    {
        if (Count == 0)
        {
            throw MetricError.NothingAdded(Name);
        }

        try
        {
            return Result(options);
        }
        finally
        {
            Count = 0;
            Reset();
        }
    }

    private void RequireNoWeights(MetricOptions? options)
    {
        RequireKnown(options);
        if (options?.SampleWeight is not null)
        {
            throw MetricError.WeightsAlone(Name);
        }
    }

    private void RequireKnown(MetricOptions? options)
    {
        foreach (string option in options?.Given() ?? [])
        {
            if (!KnownOptions.Contains(option, StringComparer.Ordinal))
            {
                throw MetricError.UnknownOption(Name, option, KnownOptions);
            }
        }
    }
}
