using FineTune.Data;
using FineTune.IO;

namespace FineTune;

public sealed partial class Dataset
{
    /// <summary>
    /// Saves the data set to a folder from which <see cref="LoadFromDisk"/> and the reference's <c>load_from_disk</c> read it. The folder is
    /// filled under another name first: who looks finds the old one or the whole new one.
    /// </summary>
    /// <param name="datasetPath">The folder; one that holds a saved data set is replaced.</param>
    /// <param name="maxShardSize">How large a file may become, such as <c>"500MB"</c> (the default) or <c>"1GB"</c>.</param>
    /// <param name="numShards">Into how many files the rows go. Default null: as many as <paramref name="maxShardSize"/> needs.</param>
    /// <exception cref="ArgumentException">Both sizes are given, or one makes no sense; or a text holds half a character (half a surrogate pair).</exception>
    /// <exception cref="IOException">The folder holds something else, or cannot be written.</exception>
    public void SaveToDisk(string datasetPath, string? maxShardSize = null, int? numShards = null) =>
        SaveToDiskAsync(datasetPath, maxShardSize, numShards).GetAwaiter().GetResult();

    /// <inheritdoc cref="SaveToDisk"/>
    /// <param name="datasetPath">The folder; one that holds a saved data set is replaced.</param>
    /// <param name="maxShardSize">How large a file may become, such as <c>"500MB"</c> (the default) or <c>"1GB"</c>.</param>
    /// <param name="numShards">Into how many files the rows go. Default null: as many as <paramref name="maxShardSize"/> needs.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public async Task SaveToDiskAsync(
        string datasetPath, string? maxShardSize = null, int? numShards = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(datasetPath);
        SavedDataset.RequireFree(datasetPath);
        using NewFolder folder = new(datasetPath);
        await FillAsync(folder.Path, split: null, maxShardSize, numShards, cancellationToken).ConfigureAwait(false);
        folder.Keep();
    }

    /// <summary>Reads a data set that <see cref="SaveToDisk"/> or the reference's <c>save_to_disk</c> left in a folder.</summary>
    /// <exception cref="FileNotFoundException">There is no saved data set, or a file of it is missing; the message names it.</exception>
    /// <exception cref="InvalidDataException">A file is damaged; the message names it.</exception>
    public static Dataset LoadFromDisk(string datasetPath) => LoadFromDiskAsync(datasetPath).GetAwaiter().GetResult();

    /// <inheritdoc cref="LoadFromDisk"/>
    /// <param name="datasetPath">The folder.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public static Task<Dataset> LoadFromDiskAsync(string datasetPath, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(datasetPath);
        return SavedDataset.ReadAsync(datasetPath, cancellationToken);
    }

    /// <summary>Writes the rows as a parquet file, from which <see cref="LoadParquet"/> and the reference read the same columns.</summary>
    /// <param name="path">The file; one that exists is replaced when the new one is complete.</param>
    /// <param name="batchSize">The rows of a row group, which is what a reader has in memory at a time. Default 100,000.</param>
    /// <exception cref="ArgumentException">There is no column, <paramref name="batchSize"/> is not positive, or a text holds half a character (half a surrogate pair).</exception>
    /// <exception cref="NotSupportedException">A column holds what a parquet file cannot store; the message names it.</exception>
    public void ToParquet(string path, int? batchSize = null) => ToParquetAsync(path, batchSize).GetAwaiter().GetResult();

    /// <inheritdoc cref="ToParquet"/>
    /// <param name="path">The file; one that exists is replaced when the new one is complete.</param>
    /// <param name="batchSize">The rows of a row group, which is what a reader has in memory at a time. Default 100,000.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public async Task ToParquetAsync(string path, int? batchSize = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize ?? 1, nameof(batchSize));
        await WholeFile.WriteAsync(path, file => WriteParquetAsync(file, batchSize, cancellationToken), throughLink: true).ConfigureAwait(false);
    }

    /// <summary>Writes the rows as a parquet file to a stream that can seek.</summary>
    internal Task WriteParquetAsync(Stream stream, int? batchSize, CancellationToken cancellationToken) =>
        ParquetWriting.WriteAsync(Written(), stream, batchSize ?? ParquetWriting.DefaultBatchSize, cancellationToken);

    /// <summary>Gets what the columns hold, as completely as a file needs it.</summary>
    internal Features WrittenFeatures() => Measured().Features;

    /// <summary>Gets the rows to measure them, or to learn what they hold.</summary>
    internal RowSource Measured() => new(_columns, NumRows, Physical);

    /// <summary>Gets the rows as they are written to a file.</summary>
    /// <exception cref="ArgumentException">A text holds half a character.</exception>
    internal RowSource Written()
    {
        RequireWholeCharacters(_columns);
        return Measured();
    }

    /// <summary>Writes the files of a saved data set to a folder.</summary>
    internal Task FillAsync(string folder, string? split, string? maxShardSize, int? numShards, CancellationToken cancellationToken)
    {
        RowSource rows = Written();
        return SavedDataset.WriteAsync(rows, VisibleOrNull, split, folder, ShardCount.Of(rows, maxShardSize, numShards), cancellationToken);
    }
}
