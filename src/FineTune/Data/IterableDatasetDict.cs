using System.Runtime.CompilerServices;

namespace FineTune;

/// <summary>
/// Streamed data sets by the name of their split, such as <c>"train"</c> and <c>"test"</c>. What changes an <see cref="IterableDataset"/>
/// changes every split here. It never changes itself.
/// </summary>
[ReturnsCopies]
public sealed class IterableDatasetDict : SplitDictionary<IterableDataset>
{
    /// <summary>Initializes an empty collection; fill it with <c>new IterableDatasetDict { ["train"] = train }</c>.</summary>
    public IterableDatasetDict()
        : base([])
    {
    }

    /// <summary>Initializes the collection from names and data sets.</summary>
    /// <exception cref="ArgumentException">A name occurs twice.</exception>
    public IterableDatasetDict(IEnumerable<KeyValuePair<string, IterableDataset>> splits)
        : base(splits)
    {
    }

    /// <inheritdoc cref="IterableDataset.Map(Func{Example, IReadOnlyDictionary{string, object?}?}, IReadOnlyList{string}?, Features?)"/>
    public IterableDatasetDict Map(
        Func<Example, IReadOnlyDictionary<string, object?>?> function, IReadOnlyList<string>? removeColumns = null, Features? features = null) =>
        Each(dataset => dataset.Map(function, removeColumns, features));

    /// <inheritdoc cref="IterableDataset.MapBatched(Func{Dataset, IReadOnlyDictionary{string, object}}, int, bool, IReadOnlyList{string}?, Features?)"/>
    [OverloadResolutionPriority(1)] // A function that only returns null or throws fits both.
    public IterableDatasetDict MapBatched(
        Func<Dataset, IReadOnlyDictionary<string, object?>?> function,
        int batchSize = 1000,
        bool dropLastBatch = false,
        IReadOnlyList<string>? removeColumns = null,
        Features? features = null) =>
        Each(dataset => dataset.MapBatched(function, batchSize, dropLastBatch, removeColumns, features));

    /// <inheritdoc cref="IterableDataset.MapBatched(Func{Dataset, IReadOnlyList{IReadOnlyDictionary{string, object}}}, int, bool, IReadOnlyList{string}?, Features?)"/>
    public IterableDatasetDict MapBatched(
        Func<Dataset, IReadOnlyList<IReadOnlyDictionary<string, object?>>> function,
        int batchSize = 1000,
        bool dropLastBatch = false,
        IReadOnlyList<string>? removeColumns = null,
        Features? features = null) =>
        Each(dataset => dataset.MapBatched(function, batchSize, dropLastBatch, removeColumns, features));

    /// <inheritdoc cref="IterableDataset.Filter(Func{Example, bool})"/>
    public IterableDatasetDict Filter(Func<Example, bool> function) => Each(dataset => dataset.Filter(function));

    /// <inheritdoc cref="IterableDataset.Shuffle"/>
    public IterableDatasetDict Shuffle(long? seed = null, int bufferSize = 1000, int maxBufferInputShards = 10) =>
        Each(dataset => dataset.Shuffle(seed, bufferSize, maxBufferInputShards));

    /// <inheritdoc cref="IterableDataset.RenameColumn"/>
    public IterableDatasetDict RenameColumn(string originalColumnName, string newColumnName) =>
        Each(dataset => dataset.RenameColumn(originalColumnName, newColumnName));

    /// <inheritdoc cref="IterableDataset.RenameColumns"/>
    public IterableDatasetDict RenameColumns(IReadOnlyDictionary<string, string> columnMapping) => Each(dataset => dataset.RenameColumns(columnMapping));

    /// <inheritdoc cref="IterableDataset.RemoveColumns"/>
    public IterableDatasetDict RemoveColumns(params IReadOnlyList<string> columnNames) => Each(dataset => dataset.RemoveColumns(columnNames));

    /// <inheritdoc cref="IterableDataset.SelectColumns"/>
    public IterableDatasetDict SelectColumns(params IReadOnlyList<string> columnNames) => Each(dataset => dataset.SelectColumns(columnNames));

    /// <inheritdoc cref="IterableDataset.CastColumn"/>
    public IterableDatasetDict CastColumn(string column, Feature feature) => Each(dataset => dataset.CastColumn(column, feature));

    /// <inheritdoc cref="IterableDataset.Cast"/>
    public IterableDatasetDict Cast(Features features) => Each(dataset => dataset.Cast(features));

    private IterableDatasetDict Each(Func<IterableDataset, IterableDataset> change) =>
        new(this.Select(pair => KeyValuePair.Create(pair.Key, change(pair.Value))));
}
