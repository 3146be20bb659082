using FineTune.Data;

namespace FineTune;

/// <content>The reference's <c>load_dataset</c>.</content>
public static partial class Datasets
{
    /// <summary>Loads all splits of a data set.</summary>
    /// <param name="path">
    /// A folder; the id of a data set of the Hub (<c>org/name</c>, or an old name such as <c>imdb</c>), or <c>hf://datasets/org/name@revision</c>;
    /// or the name of a reader (<c>csv</c>, <c>json</c>, <c>text</c>, <c>parquet</c>, <c>arrow</c>) with <paramref name="dataFiles"/>.
    /// </param>
    /// <param name="name">The configuration of the data set. Default null: its only or default one.</param>
    /// <param name="options">Which files and how to read them.</param>
    /// <param name="dataFiles">Which files; the same as in the options.</param>
    /// <exception cref="ArgumentException">There is no such configuration, or the files are not given; the message names what there is.</exception>
    /// <exception cref="FileNotFoundException">
    /// There is no such data set (then it is a <see cref="DatasetNotFoundException"/>), or it has no data files.
    /// </exception>
    /// <exception cref="HubException">The Hub cannot be reached, and the cache has not got all that is needed.</exception>
    /// <exception cref="InvalidDataException">A file is broken, or is not what the data set says.</exception>
    public static DatasetDict LoadDataset(string path, string? name = null, LoadDatasetOptions? options = null, DataFiles? dataFiles = null) =>
        Wait(() => LoadDatasetAsync(path, name, options, dataFiles));

    /// <inheritdoc cref="LoadDataset(string, string?, LoadDatasetOptions?, DataFiles?)"/>
    public static DatasetDict LoadDataset(string path, LoadDatasetOptions options) => Wait(() => LoadDatasetAsync(path, options));

    /// <summary>Loads rows of a data set: a split or a part of it. Only the files of the splits that are needed are read.</summary>
    /// <param name="path">
    /// A folder; the id of a data set of the Hub (<c>org/name</c>, or an old name such as <c>imdb</c>), or <c>hf://datasets/org/name@revision</c>;
    /// or the name of a reader (<c>csv</c>, <c>json</c>, <c>text</c>, <c>parquet</c>, <c>arrow</c>) with <paramref name="dataFiles"/>.
    /// </param>
    /// <param name="name">The configuration of the data set; null: its only or default one.</param>
    /// <param name="split">Which rows: <c>train</c>, <c>train[:10%]</c>, <c>train+test</c>, <c>all</c>.</param>
    /// <param name="options">Which files and how to read them.</param>
    /// <param name="dataFiles">Which files; the same as in the options.</param>
    /// <exception cref="ArgumentException">There is no such configuration or split, or no such rows; the message names what there is.</exception>
    /// <exception cref="FileNotFoundException">
    /// There is no such data set (then it is a <see cref="DatasetNotFoundException"/>), or it has no data files.
    /// </exception>
    /// <exception cref="HubException">The Hub cannot be reached, and the cache has not got all that is needed.</exception>
    /// <exception cref="InvalidDataException">A file is broken, or is not what the data set says.</exception>
    public static Dataset LoadDataset(string path, string? name, ReadInstruction split, LoadDatasetOptions? options = null, DataFiles? dataFiles = null) =>
        Wait(() => LoadDatasetAsync(path, name, split, options, dataFiles));

    /// <inheritdoc cref="LoadDataset(string, string?, ReadInstruction, LoadDatasetOptions?, DataFiles?)"/>
    public static Dataset LoadDataset(string path, ReadInstruction split, LoadDatasetOptions? options = null, DataFiles? dataFiles = null) =>
        Wait(() => LoadDatasetAsync(path, split, options, dataFiles));

    /// <summary>Loads several splits or parts of splits at once, one data set each, as the reference does when <c>split</c> is a list.</summary>
    /// <inheritdoc cref="LoadDataset(string, string?, ReadInstruction, LoadDatasetOptions?, DataFiles?)"/>
    /// <param name="path">
    /// A folder; the id of a data set of the Hub (<c>org/name</c>, or an old name such as <c>imdb</c>), or <c>hf://datasets/org/name@revision</c>;
    /// or the name of a reader (<c>csv</c>, <c>json</c>, <c>text</c>, <c>parquet</c>, <c>arrow</c>) with <paramref name="dataFiles"/>.
    /// </param>
    /// <param name="name">The configuration of the data set; null: its only or default one.</param>
    /// <param name="splits">Which rows each result holds: <c>["train[:90%]", "train[90%:]", "test"]</c>. A file is read once.</param>
    /// <param name="options">Which files and how to read them.</param>
    /// <param name="dataFiles">Which files; the same as in the options.</param>
    public static IReadOnlyList<Dataset> LoadDataset(
        string path, string? name, IReadOnlyList<ReadInstruction> splits, LoadDatasetOptions? options = null, DataFiles? dataFiles = null) =>
        Wait(() => LoadDatasetAsync(path, name, splits, options, dataFiles));

    /// <inheritdoc cref="LoadDataset(string, string?, LoadDatasetOptions?, DataFiles?)"/>
    /// <param name="path">
    /// A folder; the id of a data set of the Hub (<c>org/name</c>, or an old name such as <c>imdb</c>), or <c>hf://datasets/org/name@revision</c>;
    /// or the name of a reader (<c>csv</c>, <c>json</c>, <c>text</c>, <c>parquet</c>, <c>arrow</c>) with <paramref name="dataFiles"/>.
    /// </param>
    /// <param name="name">The configuration of the data set. Default null: its only or default one.</param>
    /// <param name="options">Which files and how to read them.</param>
    /// <param name="dataFiles">Which files; the same as in the options.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public static async Task<DatasetDict> LoadDatasetAsync(
        string path, string? name = null, LoadDatasetOptions? options = null, DataFiles? dataFiles = null, CancellationToken cancellationToken = default)
    {
        return await LoadAsync(path, name, options, dataFiles, loader => loader.LoadAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc cref="LoadDatasetAsync(string, string?, LoadDatasetOptions?, DataFiles?, CancellationToken)"/>
    public static Task<DatasetDict> LoadDatasetAsync(string path, LoadDatasetOptions options, CancellationToken cancellationToken = default) =>
        LoadDatasetAsync(path, null, options, null, cancellationToken);

    /// <inheritdoc cref="LoadDataset(string, string?, ReadInstruction, LoadDatasetOptions?, DataFiles?)"/>
    /// <param name="path">
    /// A folder; the id of a data set of the Hub (<c>org/name</c>, or an old name such as <c>imdb</c>), or <c>hf://datasets/org/name@revision</c>;
    /// or the name of a reader (<c>csv</c>, <c>json</c>, <c>text</c>, <c>parquet</c>, <c>arrow</c>) with <paramref name="dataFiles"/>.
    /// </param>
    /// <param name="name">The configuration of the data set; null: its only or default one.</param>
    /// <param name="split">Which rows: <c>train</c>, <c>train[:10%]</c>, <c>train+test</c>, <c>all</c>.</param>
    /// <param name="options">Which files and how to read them.</param>
    /// <param name="dataFiles">Which files; the same as in the options.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public static async Task<Dataset> LoadDatasetAsync(
        string path, string? name, ReadInstruction split, LoadDatasetOptions? options = null, DataFiles? dataFiles = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(split);
        return await LoadAsync(path, name, options, dataFiles, loader => loader.LoadAsync(split, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc cref="LoadDatasetAsync(string, string?, ReadInstruction, LoadDatasetOptions?, DataFiles?, CancellationToken)"/>
    public static Task<Dataset> LoadDatasetAsync(
        string path, ReadInstruction split, LoadDatasetOptions? options = null, DataFiles? dataFiles = null, CancellationToken cancellationToken = default) =>
        LoadDatasetAsync(path, null, split, options, dataFiles, cancellationToken);

    /// <inheritdoc cref="LoadDataset(string, string?, IReadOnlyList{ReadInstruction}, LoadDatasetOptions?, DataFiles?)"/>
    /// <param name="path">
    /// A folder; the id of a data set of the Hub (<c>org/name</c>, or an old name such as <c>imdb</c>), or <c>hf://datasets/org/name@revision</c>;
    /// or the name of a reader (<c>csv</c>, <c>json</c>, <c>text</c>, <c>parquet</c>, <c>arrow</c>) with <paramref name="dataFiles"/>.
    /// </param>
    /// <param name="name">The configuration of the data set; null: its only or default one.</param>
    /// <param name="splits">Which rows each result holds: <c>["train[:90%]", "train[90%:]", "test"]</c>. A file is read once.</param>
    /// <param name="options">Which files and how to read them.</param>
    /// <param name="dataFiles">Which files; the same as in the options.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public static async Task<IReadOnlyList<Dataset>> LoadDatasetAsync(
        string path,
        string? name,
        IReadOnlyList<ReadInstruction> splits,
        LoadDatasetOptions? options = null,
        DataFiles? dataFiles = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(splits);
        return await LoadAsync(path, name, options, dataFiles, loader => loader.LoadAsync(splits, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Streams all splits of a data set: rows come as they are read, from the cache where it has a file and else straight from the Hub, of which
    /// nothing is kept. What <c>load_dataset(..., streaming=True)</c> does.
    /// </summary>
    /// <inheritdoc cref="LoadDataset(string, string?, LoadDatasetOptions?, DataFiles?)"/>
    public static IterableDatasetDict LoadDatasetStreaming(
        string path, string? name = null, LoadDatasetOptions? options = null, DataFiles? dataFiles = null) =>
        Wait(() => LoadDatasetStreamingAsync(path, name, options, dataFiles));

    /// <inheritdoc cref="LoadDatasetStreaming(string, string?, LoadDatasetOptions?, DataFiles?)"/>
    /// <param name="path">As for <see cref="LoadDataset(string, string?, LoadDatasetOptions?, DataFiles?)"/>.</param>
    /// <param name="name">The configuration of the data set. Default null: its only or default one.</param>
    /// <param name="options">Which files and how to read them.</param>
    /// <param name="dataFiles">Which files; the same as in the options.</param>
    /// <param name="cancellationToken">Ends the search for the files early; not the streaming.</param>
    public static Task<IterableDatasetDict> LoadDatasetStreamingAsync(
        string path, string? name = null, LoadDatasetOptions? options = null, DataFiles? dataFiles = null, CancellationToken cancellationToken = default) =>
        PlanAsync(path, name, options, dataFiles, plan => DatasetStreamer.All(plan), cancellationToken);

    /// <summary>Streams one split of a data set, or several one after the other (<c>train+test</c>, <c>all</c>).</summary>
    /// <inheritdoc cref="LoadDataset(string, string?, ReadInstruction, LoadDatasetOptions?, DataFiles?)"/>
    /// <exception cref="ArgumentException">The split is unknown, or a part of one: use Skip and Take.</exception>
    public static IterableDataset LoadDatasetStreaming(
        string path, string? name, ReadInstruction split, LoadDatasetOptions? options = null, DataFiles? dataFiles = null) =>
        Wait(() => LoadDatasetStreamingAsync(path, name, split, options, dataFiles));

    /// <inheritdoc cref="LoadDatasetStreaming(string, string?, ReadInstruction, LoadDatasetOptions?, DataFiles?)"/>
    public static IterableDataset LoadDatasetStreaming(string path, ReadInstruction split, LoadDatasetOptions? options = null, DataFiles? dataFiles = null) =>
        LoadDatasetStreaming(path, null, split, options, dataFiles);

    /// <inheritdoc cref="LoadDatasetStreaming(string, string?, ReadInstruction, LoadDatasetOptions?, DataFiles?)"/>
    /// <param name="path">As for <see cref="LoadDataset(string, string?, ReadInstruction, LoadDatasetOptions?, DataFiles?)"/>.</param>
    /// <param name="name">The configuration of the data set; null: its only or default one.</param>
    /// <param name="split">Which rows: <c>train</c>, <c>train+test</c>, <c>all</c>.</param>
    /// <param name="options">Which files and how to read them.</param>
    /// <param name="dataFiles">Which files; the same as in the options.</param>
    /// <param name="cancellationToken">Ends the search for the files early; not the streaming.</param>
    public static async Task<IterableDataset> LoadDatasetStreamingAsync(
        string path, string? name, ReadInstruction split, LoadDatasetOptions? options = null, DataFiles? dataFiles = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(split);
        return await PlanAsync(path, name, options, dataFiles, plan => DatasetStreamer.Of(plan, split), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Plans the loading; what streams goes on using the connection afterwards.</summary>
    private static async Task<T> PlanAsync<T>(
        string path, string? name, LoadDatasetOptions? options, DataFiles? dataFiles, Func<LoadPlan, T> use, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        cancellationToken.ThrowIfCancellationRequested();
        options = Complete(options ?? new LoadDatasetOptions(), dataFiles);
        LoadPlan plan = await DatasetOpener.PlanAsync(path, name, options, new HubDatasets(options), cancellationToken).ConfigureAwait(false);
        return use(plan);
    }

    private static async Task<T> LoadAsync<T>(
        string path, string? name, LoadDatasetOptions? options, DataFiles? dataFiles, Func<DatasetLoader, Task<T>> load, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        options = Complete(options ?? new LoadDatasetOptions(), dataFiles);
        using HubDatasets hub = new(options);
        LoadPlan plan = await DatasetOpener.PlanAsync(path, name, options, hub, cancellationToken).ConfigureAwait(false);
        return await load(new DatasetLoader(plan, options.VerificationMode != VerificationMode.NoChecks)).ConfigureAwait(false);
    }

    private static LoadDatasetOptions Complete(LoadDatasetOptions options, DataFiles? dataFiles) => options with
    {
        DataFiles = dataFiles ?? options.DataFiles,
        DataDir = options.DataDir ?? (options.Subfolder.Length > 0 ? options.Subfolder : null),
        ForceDownload = options.ForceDownload || options.DownloadMode == DownloadMode.ForceRedownload,
    };

    /// <summary>Waits on another thread than the caller's, whose context a continuation might need.</summary>
    private static T Wait<T>(Func<Task<T>> load) => Task.Run(load).GetAwaiter().GetResult();
}
