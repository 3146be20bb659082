namespace FineTune.Data;

/// <summary>Reads the files of a plan.</summary>
/// <param name="plan">Which files.</param>
/// <param name="verify">Whether to compare splits and rows with what the data set says.</param>
internal sealed class DatasetLoader(LoadPlan plan, bool verify)
{
    private const int ParallelDownloads = 8;

    /// <summary>Loads all splits.</summary>
    public Task<DatasetDict> LoadAsync(CancellationToken cancellationToken) => LoadAsync([.. plan.Splits.Keys], cancellationToken);

    /// <summary>Loads the rows of an instruction; only the files of its splits are fetched.</summary>
    public async Task<Dataset> LoadAsync(ReadInstruction split, CancellationToken cancellationToken) =>
        split.Read(await LoadAsync(split.SplitsOf([.. plan.Splits.Keys]), cancellationToken).ConfigureAwait(false));

    /// <summary>Loads the rows of several instructions; a split that more than one names is read once.</summary>
    public async Task<IReadOnlyList<Dataset>> LoadAsync(IReadOnlyList<ReadInstruction> wanted, CancellationToken cancellationToken)
    {
        string[] all = [.. plan.Splits.Keys];
        string[] needed = [.. all.Intersect(wanted.SelectMany(split => split.SplitsOf(all)), StringComparer.Ordinal)];
        DatasetDict loaded = await LoadAsync(needed, cancellationToken).ConfigureAwait(false);
        return [.. wanted.Select(split => split.Read(loaded))];
    }

    /// <summary>Loads some splits.</summary>
    public async Task<DatasetDict> LoadAsync(IReadOnlyList<string> splits, CancellationToken cancellationToken)
    {
        if (verify)
        {
            SplitCheck.Names(plan);
        }

        Dictionary<DataFileSource, string> paths = await FetchAsync(splits, cancellationToken).ConfigureAwait(false);
        Features? features = plan.Options.Features ?? plan.Description?.Features;
        List<KeyValuePair<string, Dataset>> loaded = [];
        foreach (string split in splits)
        {
            Dataset rows = await ReadAsync(plan.Splits[split], paths, features, cancellationToken).ConfigureAwait(false);
            features ??= rows.Features;
            loaded.Add(KeyValuePair.Create(split, rows));
        }

        DatasetDict all = new(loaded);
        if (verify)
        {
            SplitCheck.Sizes(plan, all);
        }

        return all;
    }

    private async Task<Dictionary<DataFileSource, string>> FetchAsync(IReadOnlyList<string> splits, CancellationToken cancellationToken)
    {
        DataFileSource[] files = [.. splits.SelectMany(split => plan.Splits[split]).Distinct()];
        string[] paths = new string[files.Length];
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = ParallelDownloads, CancellationToken = cancellationToken };
        async ValueTask Fetch(int i, CancellationToken token) => paths[i] = await files[i].FetchAsync(token).ConfigureAwait(false);
        await Parallel.ForAsync(0, files.Length, parallel, Fetch).ConfigureAwait(false);
        return files.Zip(paths).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    /// <summary>Reads files one after the other; what the columns of the first hold, those of the others hold too.</summary>
    private async Task<Dataset> ReadAsync(
        IReadOnlyList<DataFileSource> files, Dictionary<DataFileSource, string> paths, Features? features, CancellationToken cancellationToken)
    {
        List<Dataset> parts = [];
        foreach (DataFileSource file in files)
        {
            Dataset part = await plan.Reader.ReadAsync(paths[file], plan.Options, cancellationToken).ConfigureAwait(false);
            part = features is null ? part : TableCast.To(part, features, file.Path);
            features ??= part.Features;
            parts.Add(part);
        }

        return parts.Count == 1 ? parts[0] : Datasets.ConcatenateDatasets(parts);
    }
}
