namespace FineTune;

/// <summary>
/// What may be said when a metric is computed. All are null unless given; a metric refuses those it does not know, as the reference's
/// modules do.
/// </summary>
public sealed record MetricOptions
{
    /// <summary>
    /// Gets how classes are averaged: precision, recall, f1 (default <see cref="Average.Binary"/>, for several labels a row
    /// <see cref="Average.None"/>), roc_auc of more than two classes (default <see cref="Average.Macro"/>; also
    /// <see cref="Average.Weighted"/>).
    /// </summary>
    public Average? Average { get; init; }

    /// <summary>Gets the class that <see cref="Average.Binary"/> is about: precision, recall, f1. Default 1.</summary>
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

    /// <summary>Gets whether mse is the mean of squares (default) or its root, under the same key.</summary>
    public bool? Squared { get; init; }

    /// <summary>Gets how many of the highest scores may hold the right class: top_k_accuracy. Default 2.</summary>
    public int? K { get; init; }

    /// <summary>Gets how more than two classes are compared: roc_auc. Default none: more than two are refused.</summary>
    public MultiClass? MultiClass { get; init; }

    /// <summary>Gets how much each row counts. Default: all the same. Needs the predictions in the same call.</summary>
    public IReadOnlyList<double>? SampleWeight { get; init; }

    /// <summary>The names of the options that are given.</summary>
    internal IEnumerable<string> Given()
    {
        (string Name, object? Value)[] all =
        [
            (nameof(Average), Average), (nameof(PosLabel), PosLabel), (nameof(Labels), Labels), (nameof(ZeroDivision), ZeroDivision),
            (nameof(Normalize), Normalize), (nameof(Squared), Squared), (nameof(K), K), (nameof(MultiClass), MultiClass),
            (nameof(SampleWeight), SampleWeight),
        ];
        return all.Where(option => option.Value is not null).Select(option => option.Name);
    }
}
