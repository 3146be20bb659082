namespace FineTune;

/// <summary>
/// What may be said when a metric is computed. All are null unless given; a metric refuses those it does not know, as the reference's
/// modules do.
/// </summary>
public sealed partial record MetricOptions
{
    /// <summary>
    /// Gets how classes are averaged: precision, recall, f1 (default <see cref="Average.Binary"/>, for several labels a row
    /// <see cref="Average.None"/>), roc_auc of more than two classes or several labels a row (default <see cref="Average.Macro"/>; also
    /// <see cref="Average.Weighted"/>, but for one class against another <see cref="Average.Micro"/> and <see cref="Average.None"/>, and for
    /// several labels <see cref="Average.Samples"/>).
    /// </summary>
    public Average? Average { get; init; }

    /// <summary>
    /// Gets the class that <see cref="Average.Binary"/> is about: precision, recall, f1; the class whose probability is given: brier_score.
    /// Default 1.
    /// </summary>
    public long? PosLabel { get; init; }

    /// <summary>
    /// Gets the classes to take, and their order: precision, recall, f1, confusion_matrix. Default: all that occur, ascending.
    /// </summary>
    public IReadOnlyList<long>? Labels { get; init; }

    /// <summary>
    /// Gets what dividing by zero gives: precision, recall, f1. 0, 1 or NaN; NaN is left out of averages. Default 0.
    /// </summary>
    public double? ZeroDivision { get; init; }

    /// <summary>Gets whether accuracy is a share (default) or a count.</summary>
    public bool? Normalize { get; init; }

    /// <summary>
    /// Gets what the counts of confusion_matrix are divided by: the reference's <c>normalize</c> of that metric. Default: nothing.
    /// </summary>
    public MatrixNormalization? NormalizeMatrix { get; init; }

    /// <summary>Gets whether mse is the mean of squares (default) or its root, under the same key.</summary>
    public bool? Squared { get; init; }

    /// <summary>Gets whether mse, mae and mape of rows with several numbers are averaged (default) or given for each.</summary>
    public MultiOutput? MultiOutput { get; init; }

    /// <summary>Gets how many of the highest scores may hold the right class: top_k_accuracy. Default 2.</summary>
    public int? K { get; init; }

    /// <summary>Gets how more than two classes are compared: roc_auc. Default none: more than two are refused.</summary>
    public MultiClass? MultiClass { get; init; }

    /// <summary>
    /// Gets the share of false alarms, above 0 and at most 1, up to which the area counts: roc_auc. It is scaled so that chance is 0.5
    /// (McClish). Default: all.
    /// </summary>
    public double? MaxFpr { get; init; }

    /// <summary>Gets how much each row counts. Default: all the same. Needs the predictions in the same call.</summary>
    public IReadOnlyList<double>? SampleWeight { get; init; }

    /// <summary>The names of the options that are given.</summary>
    internal IEnumerable<string> Given()
    {
        (string Name, object? Value)[] all =
        [
            (nameof(Average), Average), (nameof(PosLabel), PosLabel), (nameof(Labels), Labels), (nameof(ZeroDivision), ZeroDivision),
            (nameof(Normalize), Normalize), (nameof(NormalizeMatrix), NormalizeMatrix), (nameof(Squared), Squared),
            (nameof(MultiOutput), MultiOutput), (nameof(K), K), (nameof(MultiClass), MultiClass), (nameof(MaxFpr), MaxFpr),
            (nameof(SampleWeight), SampleWeight), .. TextOptions(),
        ];
        return all.Where(option => option.Value is not null).Select(option => option.Name);
    }
}
