namespace FineTune.Data;

/// <summary>Finds out which files make up a data set, and how they are read.</summary>
/// <param name="repository">The data set.</param>
/// <param name="options">What the caller wants.</param>
internal sealed class LoadPlanner(DatasetRepository repository, LoadDatasetOptions options)
{
    private readonly string _root = Folder(options.DataDir);

    /// <summary>Plans the loading of files by the reader of that name, as <c>load_dataset("csv")</c> does.</summary>
    public async Task<LoadPlan> PlanAsync(PackagedReader reader, CancellationToken cancellationToken)
    {
        if (options.DataFiles is null && options.DataDir is null)
        {
            throw DataError.NoDataFilesGiven(reader);
        }

        DataFiles files = options.DataFiles
            ?? await DefaultSplits.FindAsync(repository.Tree, _root, cancellationToken).ConfigureAwait(false)
            ?? throw DataError.NoDataFiles(_root.TrimEnd('/'));
        OrderedDictionary<string, IReadOnlyList<DataFileSource>> splits = await ResolveAsync(files, _root, cancellationToken).ConfigureAwait(false);
        return new LoadPlan(reader.Name, reader, ReaderSettings.Merge(reader, reader.Extensions[0], null, options), splits);
    }

    /// <summary>Plans the loading of a configuration of the data set.</summary>
    /// <param name="name">The configuration, or null for the one that is loaded then.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public async Task<LoadPlan> PlanAsync(string? name, CancellationToken cancellationToken)
    {
        DatasetConfig? config = Choose(name);
        bool described = options.DataFiles is null && options.DataDir is null;
        string folder = described ? Folder(config?.DataDir) : _root;
        DataFiles files = options.DataFiles
            ?? (described ? config?.DataFiles : null)
            ?? await DefaultSplits.FindAsync(repository.Tree, folder, cancellationToken).ConfigureAwait(false)
            ?? throw await NothingFoundAsync(folder, cancellationToken).ConfigureAwait(false);
        OrderedDictionary<string, IReadOnlyList<DataFileSource>> splits = await ResolveAsync(files, folder, cancellationToken).ConfigureAwait(false);
        (PackagedReader reader, string extension) = await ReaderOfAsync(splits, cancellationToken).ConfigureAwait(false);
        if (options.DataFiles is null && (!described || config?.DataFiles is null))
        {
            KeepFilesOf(reader, splits);
        }

        return new LoadPlan(repository.Name, reader, ReaderSettings.Merge(reader, extension, config, options), splits)
        {
            Description = described ? repository.Card.Descriptions.GetValueOrDefault(config?.Name ?? OnlyDescription ?? "default") : null,
        };
    }

    private string? OnlyDescription => repository.Card.Descriptions.Count == 1 ? repository.Card.Descriptions.GetAt(0).Key : null;

    private DatasetConfig? Choose(string? name)
    {
        IReadOnlyList<DatasetConfig> configs = repository.Card.Configs;
        if (name is null)
        {
            bool isNeeded = configs.Count > 1 && options.DataFiles is null && options.DataDir is null;
            return repository.Card.DefaultConfig ?? (isNeeded ? throw DataError.ConfigIsMissing(repository.Name, [.. configs.Select(config => config.Name)]) : null);
        }

        string[] available = configs.Count > 0 ? [.. configs.Select(config => config.Name)] : [OnlyDescription ?? "default"];
        return available.Contains(name, StringComparer.Ordinal)
            ? configs.FirstOrDefault(config => config.Name == name)
            : throw DataError.NoConfig(name, available);
    }

    private async Task<OrderedDictionary<string, IReadOnlyList<DataFileSource>>> ResolveAsync(
        DataFiles files, string folder, CancellationToken cancellationToken)
    {
        if (files.Splits.Count == 0 || files.Splits.Any(split => files[split].Count == 0))
        {
            throw DataError.EmptyDataFiles();
        }

        OrderedDictionary<string, IReadOnlyList<DataFileSource>> splits = new(StringComparer.Ordinal);
        foreach (string split in files.Splits)
        {
            splits.Add(DefaultSplits.RequireSplitName(split), await ResolveAsync(files[split], folder, cancellationToken).ConfigureAwait(false));
        }

        return splits;
    }

    /// <summary>The files of a split. Of several patterns some may match nothing, a plain path may not.</summary>
    private async Task<IReadOnlyList<DataFileSource>> ResolveAsync(IReadOnlyList<string> patterns, string folder, CancellationToken cancellationToken)
    {
        List<DataFileSource> found = [];
        foreach (string pattern in patterns)
        {
            string path = pattern.Contains("://", StringComparison.Ordinal) ? pattern : folder + pattern;
            IReadOnlyList<DataFileSource> files = await repository.Tree.FindAsync(path, cancellationToken).ConfigureAwait(false);
            if (files.Count == 0 && !GlobPattern.HasMagic(pattern))
            {
                throw DataError.NoDataFile(path, repository.Tree.Name);
            }

            found.AddRange(files);
        }

        return found.Count > 0 ? found : throw DataError.NoMatch(patterns, repository.Tree.Name);
    }

    private async Task<(PackagedReader Reader, string Extension)> ReaderOfAsync(
        OrderedDictionary<string, IReadOnlyList<DataFileSource>> splits, CancellationToken cancellationToken)
    {
        (PackagedReader Reader, string Extension)?[] readers = [.. splits.Values.Select(files => PackagedReaders.Infer(files, repository.Name))];
        if (readers[0] is not { } first || !Array.TrueForAll(readers, other => other is { } known && IsSame(known, first)))
        {
            throw readers.Any(reader => reader is not null)
                ? DataError.SeveralFormats(repository.Name, [.. splits.Keys.Zip(readers, (split, reader) => $"{split}: {reader?.Extension ?? "none"}")])
                : await IsScriptAsync(cancellationToken).ConfigureAwait(false) ? ScriptError : DataError.NoKnownDataFiles(repository.Name);
        }

        return first;
    }

    private static bool IsSame((PackagedReader Reader, string Extension) one, (PackagedReader Reader, string Extension) other) =>
        one.Reader == other.Reader && (one.Extension == ".tsv") == (other.Extension == ".tsv");

    /// <summary>
    /// Of files found by their names alone, keeps those of the format, each once: several of the patterns may find one (the reference loads it
    /// as often).
    /// </summary>
    private static void KeepFilesOf(PackagedReader reader, OrderedDictionary<string, IReadOnlyList<DataFileSource>> splits)
    {
        foreach (string split in splits.Keys.ToArray())
        {
            splits[split] = [.. splits[split].Where(file => file.Extensions.Any(reader.Reads)).DistinctBy(file => file.Path)];
        }
    }

    private IOException ScriptError => DataError.DatasetScript(repository.ScriptName, repository.Name);

    private async Task<bool> IsScriptAsync(CancellationToken cancellationToken) =>
        (await repository.Tree.FindAsync(repository.ScriptName, cancellationToken).ConfigureAwait(false)).Count > 0;

    private async Task<IOException> NothingFoundAsync(string folder, CancellationToken cancellationToken) =>
        await IsScriptAsync(cancellationToken).ConfigureAwait(false) ? ScriptError : DataError.NoDataFiles($"{repository.Tree.Name}/{folder}".TrimEnd('/'));

    private static string Folder(string? folder) => folder is null || folder.Trim('/') is not { Length: > 0 } ? string.Empty
        : folder.TrimEnd('/') + "/";
}
