using System.Text.Json.Nodes;
using FineTune.Data;

namespace FineTune;

public sealed partial class DatasetDict
{
    /// <summary>
    /// Saves every split to a folder from which <see cref="LoadFromDisk"/> and the reference's <c>load_from_disk</c> read them. The folder is
    /// filled under another name first: who looks finds the old one or the whole new one.
    /// </summary>
    /// <param name="datasetDictPath">The folder; one that holds saved data sets is replaced.</param>
    /// <param name="maxShardSize">How large a file may become, such as <c>"500MB"</c> (the default) or <c>"1GB"</c>.</param>
    /// <param name="numShards">Into how many files the rows of a split go, by its name. Default: as <paramref name="maxShardSize"/> needs.</param>
    /// <exception cref="ArgumentException">Both sizes are given, one makes no sense, or a split's name cannot be that of a folder.</exception>
    /// <exception cref="IOException">The folder holds something else, or cannot be written.</exception>
    public void SaveToDisk(string datasetDictPath, string? maxShardSize = null, IReadOnlyDictionary<string, int>? numShards = null) =>
        SaveToDiskAsync(datasetDictPath, maxShardSize, numShards).GetAwaiter().GetResult();

    /// <inheritdoc cref="SaveToDisk"/>
    /// <param name="datasetDictPath">The folder; one that holds saved data sets is replaced.</param>
    /// <param name="maxShardSize">How large a file may become, such as <c>"500MB"</c> (the default) or <c>"1GB"</c>.</param>
    /// <param name="numShards">Into how many files the rows of a split go, by its name. Default: as <paramref name="maxShardSize"/> needs.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public async Task SaveToDiskAsync(
        string datasetDictPath,
        string? maxShardSize = null,
        IReadOnlyDictionary<string, int>? numShards = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(datasetDictPath);
        SavedDataset.RequireFree(datasetDictPath);
        using NewFolder folder = new(datasetDictPath);
        foreach ((string split, Dataset rows) in this)
        {
            string path = Path.Combine(folder.Path, DefaultSplits.RequireSplitName(split));
            Directory.CreateDirectory(path);
            int? shards = numShards is not null && numShards.TryGetValue(split, out int count) ? count : null;
            await rows.FillAsync(path, split, maxShardSize, shards, cancellationToken).ConfigureAwait(false);
        }

        JsonArray names = new([.. Keys.Select(split => (JsonNode)split)]);
        string json = JsonText.WriteLine(new JsonObject { ["splits"] = names });
        await File.WriteAllTextAsync(Path.Combine(folder.Path, SavedDataset.DictFile), json, cancellationToken).ConfigureAwait(false);
        folder.Keep();
    }

    /// <summary>Reads splits that <see cref="SaveToDisk"/> or the reference's <c>save_to_disk</c> left in a folder.</summary>
    /// <exception cref="FileNotFoundException">There are no saved splits, or a file is missing; the message names it.</exception>
    /// <exception cref="InvalidDataException">A file is damaged; the message names it.</exception>
    public static DatasetDict LoadFromDisk(string datasetDictPath) => LoadFromDiskAsync(datasetDictPath).GetAwaiter().GetResult();

    /// <inheritdoc cref="LoadFromDisk"/>
    /// <param name="datasetDictPath">The folder.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public static async Task<DatasetDict> LoadFromDiskAsync(string datasetDictPath, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(datasetDictPath);
        List<KeyValuePair<string, Dataset>> splits = [];
        foreach (string split in SavedDataset.Splits(datasetDictPath))
        {
            Dataset rows = await SavedDataset.ReadAsync(Path.Combine(datasetDictPath, split), cancellationToken).ConfigureAwait(false);
            splits.Add(KeyValuePair.Create(split, rows));
        }

        return new DatasetDict(splits);
    }
}
