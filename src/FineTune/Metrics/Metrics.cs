namespace FineTune;

/// <summary>
/// Metrics of a whole evaluation, to be used as <c>ComputeMetrics</c>: <c>prediction => Metrics.Accuracy(prediction)</c>. Where rows are
/// scores and labels are classes, the class with the highest score is the prediction; where labels are rows of zeros and ones, every label
/// with a score above 0 is.
/// </summary>
/// <remarks>For metrics by name, rows added over time, and sample weights see <see cref="Evaluate"/>; they are the same metrics.</remarks>
public static class Metrics
{
    /// <summary>Gets <c>accuracy</c>: the share of rows that are right; of several labels a row, all of them.</summary>
    public static MetricResult Accuracy(EvalPrediction prediction) => Compute("accuracy", prediction, null);

    /// <summary>Gets <c>precision</c>: of the rows said to be of a class, the share that are.</summary>
    /// <inheritdoc cref="F1" path="/param"/>
    /// <inheritdoc cref="F1" path="/exception"/>
    public static MetricResult Precision(
        EvalPrediction prediction, Average? average = null, long? posLabel = null, double? zeroDivision = null) =>
        Compute("precision", prediction, Options(average, posLabel, zeroDivision));

    /// <summary>Gets <c>recall</c>: of the rows of a class, the share that are said to be.</summary>
    /// <inheritdoc cref="F1" path="/param"/>
    /// <inheritdoc cref="F1" path="/exception"/>
    public static MetricResult Recall(
        EvalPrediction prediction, Average? average = null, long? posLabel = null, double? zeroDivision = null) =>
        Compute("recall", prediction, Options(average, posLabel, zeroDivision));

    /// <summary>Gets <c>f1</c>: the harmonic mean of precision and recall.</summary>
    /// <param name="prediction">The evaluation.</param>
    /// <param name="average">
    /// How classes are averaged. Default <see cref="Average.Binary"/>; for several labels a row <see cref="Average.None"/>.
    /// </param>
    /// <param name="posLabel">The class <see cref="Average.Binary"/> is about. Default 1.</param>
    /// <param name="zeroDivision">What dividing by zero gives. Default 0.</param>
    /// <exception cref="ArgumentException">There are more than two classes and the average is <see cref="Average.Binary"/>.</exception>
    public static MetricResult F1(EvalPrediction prediction, Average? average = null, long? posLabel = null, double? zeroDivision = null) =>
        Compute("f1", prediction, Options(average, posLabel, zeroDivision));

    /// <summary>Gets <c>matthews_correlation</c>: from -1 over 0 (chance) to 1.</summary>
    public static MetricResult MatthewsCorrelation(EvalPrediction prediction) => Compute("matthews_correlation", prediction, null);

    /// <summary>Gets <c>balanced_accuracy</c>: the mean recall of the classes.</summary>
    public static MetricResult BalancedAccuracy(EvalPrediction prediction) => Compute("balanced_accuracy", prediction, null);

    /// <summary>Gets <c>cohen_kappa</c>: the agreement beyond chance.</summary>
    public static MetricResult CohenKappa(EvalPrediction prediction) => Compute("cohen_kappa", prediction, null);

    /// <summary>Gets <c>mse</c>: the mean of squared differences, or its root.</summary>
    /// <param name="prediction">The evaluation.</param>
    /// <param name="squared">Whether it is the mean itself. Default true.</param>
    public static MetricResult Mse(EvalPrediction prediction, bool squared = true) =>
        ComputeAsIs("mse", prediction, new MetricOptions { Squared = squared });

    /// <summary>Gets <c>mae</c>: the mean of absolute differences.</summary>
    public static MetricResult Mae(EvalPrediction prediction) => ComputeAsIs("mae", prediction, null);

    /// <summary>Gets <c>r2</c>: the share of the labels' variance that is explained.</summary>
    public static MetricResult R2(EvalPrediction prediction) => ComputeAsIs("r2", prediction, null);

    /// <summary>Gets <c>pearsonr</c>: the linear correlation; not a number if one side is constant.</summary>
    public static MetricResult Pearson(EvalPrediction prediction) => ComputeAsIs("pearsonr", prediction, null);

    /// <summary>Gets <c>spearmanr</c>: the correlation of the ranks; not a number if one side is constant.</summary>
    public static MetricResult Spearman(EvalPrediction prediction) => ComputeAsIs("spearmanr", prediction, null);

    /// <summary>
    /// Gets <c>roc_auc</c>: how surely a row of a class has a higher score for it than a row of another; not a number if a class never
    /// occurs.
    /// </summary>
    /// <param name="prediction">The evaluation.</param>
    /// <param name="multiClass">How more than two classes are compared. Default none: more than two are refused.</param>
    /// <exception cref="ArgumentException">There are more than two classes, and <paramref name="multiClass"/> is not given.</exception>
    public static MetricResult RocAuc(EvalPrediction prediction, MultiClass? multiClass = null) =>
        ComputeAsIs("roc_auc", prediction, new MetricOptions { MultiClass = multiClass });

    /// <summary>Gets <c>average_precision</c> of two classes: the area under precision over recall.</summary>
    /// <exception cref="ArgumentException">There are not two classes.</exception>
    public static MetricResult AveragePrecision(EvalPrediction prediction) => ComputeAsIs("average_precision", prediction, null);

    /// <summary>Gets <c>log_loss</c>: the mean negative logarithm of the right class's probability, the softmax of the scores.</summary>
    public static MetricResult LogLoss(EvalPrediction prediction) => ComputeAsIs("log_loss", prediction, null);

    /// <summary>Gets <c>top_k_accuracy</c>: the share of rows whose class is among the highest scores.</summary>
    /// <param name="prediction">The evaluation.</param>
    /// <param name="k">How many scores count. Default 2.</param>
    public static MetricResult TopKAccuracy(EvalPrediction prediction, int k = 2) =>
        ComputeAsIs("top_k_accuracy", prediction, new MetricOptions { K = k });

    /// <summary>Gets how often each class was predicted where each was right.</summary>
    public static ConfusionMatrix ConfusionMatrix(EvalPrediction prediction)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        LongTensor labels = prediction.LabelIds as LongTensor ?? throw MetricError.NoLongLabels(prediction.LabelIds);
        MetricInput classes = prediction.Classes();
        PairCounts counts = new();
        for (int row = 0; row < labels.Length; row++)
        {
            counts.Add((long)classes.Values[row], labels[row], 1);
        }

        long[] present = counts.Classes();
        return new ConfusionMatrix(present, counts.Matrix(present));
    }

    /// <summary>Of one class a row, or of several labels a row if the labels have the shape of the scores.</summary>
    private static MetricResult Compute(string metric, EvalPrediction prediction, MetricOptions? options)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        bool several = prediction.LabelIds.Shape.Rank == 2 && prediction.LabelIds.Shape == prediction.Predictions.Shape;
        if (!several && prediction.LabelIds is not LongTensor)
        {
            throw MetricError.NoLongLabels(prediction.LabelIds);
        }

        return Evaluate.Load(metric, several && prediction.Predictions.Shape[1] > 1 ? "multilabel" : null).Compute(prediction, options);
    }

    private static MetricResult ComputeAsIs(string metric, EvalPrediction prediction, MetricOptions? options)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        return Evaluate.Load(metric).Compute(prediction, options);
    }

    private static MetricOptions Options(Average? average, long? posLabel, double? zeroDivision) =>
        new() { Average = average, PosLabel = posLabel, ZeroDivision = zeroDivision };
}
