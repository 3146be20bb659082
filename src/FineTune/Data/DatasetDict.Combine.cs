namespace FineTune;

public sealed partial class DatasetDict
{
    /// <inheritdoc cref="Dataset.Filter(Func{Example, int, bool}, int?, IProgress{int}?, CancellationToken)"/>
    public DatasetDict Filter(
        Func<Example, int, bool> function, int? numProc = null, IProgress<int>? progress = null, CancellationToken cancellationToken = default) =>
        Each(dataset => dataset.Filter(function, numProc, progress, cancellationToken));

    /// <inheritdoc cref="Dataset.Sort(IReadOnlyList{string}, IReadOnlyList{bool}?)"/>
    public DatasetDict Sort(IReadOnlyList<string> columns, IReadOnlyList<bool>? reverse = null) => Each(dataset => dataset.Sort(columns, reverse));

    /// <inheritdoc cref="Dataset.Cast"/>
    public DatasetDict Cast(Features features) => Each(dataset => dataset.Cast(features));

    /// <inheritdoc cref="Dataset.Flatten"/>
    public DatasetDict Flatten() => Each(dataset => dataset.Flatten());

    /// <inheritdoc cref="Dataset.FlattenIndices"/>
    public DatasetDict FlattenIndices() => Each(dataset => dataset.FlattenIndices());

    /// <inheritdoc cref="Dataset.AlignLabelsWithMapping"/>
    public DatasetDict AlignLabelsWithMapping(IReadOnlyDictionary<string, int> label2Id, string labelColumn) =>
        Each(dataset => dataset.AlignLabelsWithMapping(label2Id, labelColumn));

    /// <summary>Gets the distinct values of a column of each split, in the order of their first rows.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<object?>> Unique(string column) =>
        this.ToDictionary(pair => pair.Key, pair => pair.Value.Unique(column));

    /// <inheritdoc cref="Dataset.WithTransform"/>
    public DatasetDict WithTransform(
        Func<Dataset, IReadOnlyDictionary<string, object?>> transform, IReadOnlyList<string>? columns = null, bool outputAllColumns = false) =>
        Each(dataset => dataset.WithTransform(transform, columns, outputAllColumns));

    /// <summary>Gives the rows of each split as a stream.</summary>
    public IterableDatasetDict ToIterableDataset(int numShards = 1) =>
        new(this.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.ToIterableDataset(numShards))));
}
