using System.ComponentModel;
using System.Runtime.CompilerServices;
using FineTune.Data;

namespace FineTune;

/// <summary>
/// Data sets by the name of their split, such as <c>"train"</c>, <c>"validation"</c> and <c>"test"</c>. What changes a
/// <see cref="Dataset"/> changes every split here. It never changes itself.
/// </summary>
/// <example><code>
/// var splits = DatasetDict.Load(("train", "train.csv"), ("validation", "dev.csv"));
/// Dataset train = splits["train"];
/// </code></example>
[ReturnsCopies]
public sealed partial class DatasetDict : SplitDictionary<Dataset>
{
    /// <summary>Initializes an empty collection; fill it with <c>new DatasetDict { ["train"] = train }</c>.</summary>
    public DatasetDict()
        : base([])
    {
    }

    /// <summary>Initializes the collection from names and data sets.</summary>
    /// <exception cref="ArgumentException">A name occurs twice.</exception>
    public DatasetDict(IEnumerable<KeyValuePair<string, Dataset>> splits)
        : base(splits)
    {
    }

    /// <summary>Gets the number of rows of each split.</summary>
    public IReadOnlyDictionary<string, int> NumRows => this.ToDictionary(pair => pair.Key, pair => pair.Value.NumRows);

    /// <summary>Gets the column names of each split.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> ColumnNames => this.ToDictionary(pair => pair.Key, pair => pair.Value.ColumnNames);

    /// <summary>Reads a file for each split; see <see cref="Dataset.Load(string)"/>.</summary>
    /// <param name="dataFiles">The file by the name of its split.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">A file is broken; the message names file, line, column, value and fix.</exception>
    public static DatasetDict Load(IReadOnlyDictionary<string, string> dataFiles)
    {
        ArgumentNullException.ThrowIfNull(dataFiles);
        return new DatasetDict(dataFiles.Select(pair => KeyValuePair.Create(pair.Key, Dataset.Load(pair.Value))));
    }

    /// <summary>Reads a file for each split; see <see cref="Dataset.Load(string)"/>.</summary>
    /// <param name="dataFiles">The names of splits, each with its file.</param>
    /// <exception cref="ArgumentException">A name occurs twice.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">A file is broken; the message names file, line, column, value and fix.</exception>
    public static DatasetDict Load(params IEnumerable<(string Split, string DataFile)> dataFiles)
    {
        ArgumentNullException.ThrowIfNull(dataFiles);
        return new DatasetDict(dataFiles.Select(pair => KeyValuePair.Create(pair.Split, Dataset.Load(pair.DataFile))));
    }

    /// <inheritdoc cref="Load(IReadOnlyDictionary{string, string})"/>
    /// <param name="dataFiles">The file by the name of its split.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public static async Task<DatasetDict> LoadAsync(IReadOnlyDictionary<string, string> dataFiles, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dataFiles);
        List<KeyValuePair<string, Dataset>> splits = [];
        foreach ((string split, string path) in dataFiles)
        {
            splits.Add(KeyValuePair.Create(split, await Dataset.LoadAsync(path, cancellationToken).ConfigureAwait(false)));
        }

        return new DatasetDict(splits);
    }

    /// <inheritdoc cref="Dataset.Map(Func{Example, IReadOnlyDictionary{string, object?}?}, IReadOnlyList{string}?, int?, IProgress{int}?, CancellationToken)"/>
    public DatasetDict Map(
        Func<Example, IReadOnlyDictionary<string, object?>?> function,
        IReadOnlyList<string>? removeColumns = null,
        int? numProc = null,
        IProgress<int>? progress = null,
        CancellationToken cancellationToken = default) =>
        Each(dataset => dataset.Map(function, removeColumns, numProc, progress, cancellationToken));

    /// <inheritdoc cref="Dataset.Map(Func{Example, int, IReadOnlyDictionary{string, object?}?}, IReadOnlyList{string}?, int?, IProgress{int}?, CancellationToken)"/>
    public DatasetDict Map(
        Func<Example, int, IReadOnlyDictionary<string, object?>?> function,
        IReadOnlyList<string>? removeColumns = null,
        int? numProc = null,
        IProgress<int>? progress = null,
        CancellationToken cancellationToken = default) =>
        Each(dataset => dataset.Map(function, removeColumns, numProc, progress, cancellationToken));

    /// <inheritdoc cref="Dataset.MapBatched(Func{Dataset, IReadOnlyDictionary{string, object}}, int, bool, IReadOnlyList{string}?, int?, IProgress{int}?, CancellationToken)"/>
    [OverloadResolutionPriority(1)] // A function that only returns null or throws fits both.
    public DatasetDict MapBatched(
        Func<Dataset, IReadOnlyDictionary<string, object?>?> function,
        int batchSize = 1000,
        bool dropLastBatch = false,
        IReadOnlyList<string>? removeColumns = null,
        int? numProc = 1,
        IProgress<int>? progress = null,
        CancellationToken cancellationToken = default) =>
        Each(dataset => dataset.MapBatched(function, batchSize, dropLastBatch, removeColumns, numProc, progress, cancellationToken));

    /// <inheritdoc cref="Dataset.MapBatched(Func{Dataset, IReadOnlyList{IReadOnlyDictionary{string, object}}}, int, bool, IReadOnlyList{string}?, int?, IProgress{int}?, CancellationToken)"/>
    public DatasetDict MapBatched(
        Func<Dataset, IReadOnlyList<IReadOnlyDictionary<string, object?>>> function,
        int batchSize = 1000,
        bool dropLastBatch = false,
        IReadOnlyList<string>? removeColumns = null,
        int? numProc = 1,
        IProgress<int>? progress = null,
        CancellationToken cancellationToken = default) =>
        Each(dataset => dataset.MapBatched(function, batchSize, dropLastBatch, removeColumns, numProc, progress, cancellationToken));

    /// <inheritdoc cref="Dataset.Filter(Func{Example, bool}, int?, IProgress{int}?, CancellationToken)"/>
    public DatasetDict Filter(
        Func<Example, bool> function, int? numProc = null, IProgress<int>? progress = null, CancellationToken cancellationToken = default) =>
        Each(dataset => dataset.Filter(function, numProc, progress, cancellationToken));

    /// <inheritdoc cref="Dataset.Shuffle"/>
    public DatasetDict Shuffle(long? seed = null) => Each(dataset => dataset.Shuffle(seed));

    /// <inheritdoc cref="Dataset.Sort(string, bool)"/>
    public DatasetDict Sort(string column, bool reverse = false) => Each(dataset => dataset.Sort(column, reverse));

    /// <inheritdoc cref="Dataset.RenameColumn"/>
    public DatasetDict RenameColumn(string originalColumnName, string newColumnName) =>
        Each(dataset => dataset.RenameColumn(originalColumnName, newColumnName));

    /// <inheritdoc cref="Dataset.RenameColumns"/>
    public DatasetDict RenameColumns(IReadOnlyDictionary<string, string> columnMapping) => Each(dataset => dataset.RenameColumns(columnMapping));

    /// <inheritdoc cref="Dataset.RemoveColumns"/>
    public DatasetDict RemoveColumns(params IReadOnlyList<string> columnNames) => Each(dataset => dataset.RemoveColumns(columnNames));

    /// <inheritdoc cref="Dataset.SelectColumns"/>
    public DatasetDict SelectColumns(params IReadOnlyList<string> columnNames) => Each(dataset => dataset.SelectColumns(columnNames));

    /// <inheritdoc cref="Dataset.CastColumn"/>
    public DatasetDict CastColumn(string column, Feature feature) => Each(dataset => dataset.CastColumn(column, feature));

    /// <summary>
    /// Converts a column to a <see cref="ClassLabel"/> whose names are the distinct values of all splits as texts, sorted by code point.
    /// </summary>
    /// <remarks>
    /// The reference encodes each split by itself, so that the same number may stand for different classes when a split lacks one; here a
    /// class has one number everywhere.
    /// </remarks>
    /// <param name="column">A column of texts, numbers or truth values.</param>
    /// <param name="includeNulls">Whether nulls become a class <c>"None"</c>; else they stay null. Default false.</param>
    /// <exception cref="ArgumentException">The column holds lists or objects.</exception>
    public DatasetDict ClassEncodeColumn(string column, bool includeNulls = false)
    {
        if (Values.All(dataset => dataset[column].Feature is ClassLabel))
        {
            return this;
        }

        HashSet<string> names = new(StringComparer.Ordinal);
        DatasetDict texts = Each(dataset =>
        {
            Dataset named = dataset.WithClassNames(column, includeNulls, out IReadOnlyList<string> present);
            names.UnionWith(present);
            return named;
        });
        return texts.CastColumn(column, new ClassLabel([.. names.Order(CodePointOrder.Instance)]));
    }

    /// <inheritdoc cref="Dataset.WithFormat"/>
    public DatasetDict WithFormat(params IReadOnlyList<string> columns) => Each(dataset => dataset.WithFormat(columns));

    /// <inheritdoc cref="Dataset.ResetFormat"/>
    public DatasetDict ResetFormat() => Each(dataset => dataset.ResetFormat());

    /// <summary>SetFormat is WithFormat here: it returns another data set and leaves this one as it is.</summary>
    [Obsolete("SetFormat is WithFormat here: it returns another data set and leaves this one as it is.", error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public void SetFormat(params object?[] arguments) => throw new NotSupportedException("SetFormat is WithFormat here.");

    private DatasetDict Each(Func<Dataset, Dataset> change) =>
        new(this.Select(pair => KeyValuePair.Create(pair.Key, change(pair.Value))));
}
