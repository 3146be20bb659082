using FineTune.Data;

namespace FineTune;

public sealed partial class Dataset
{
    /// <summary>
    /// Reads a parquet file. Names of classes and other meanings that a data set wrote into it are kept; it may be packed as a whole, too.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="columns">The columns to read, in this order. Default all.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="KeyNotFoundException">There is no such column; the message names the nearest.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is damaged, or holds what cannot be read; the message names file, row group, column and fix.
    /// </exception>
    public static Dataset LoadParquet(string path, IReadOnlyList<string>? columns = null) =>
        LoadParquetAsync(path, columns).GetAwaiter().GetResult();

    /// <inheritdoc cref="LoadParquet(string, IReadOnlyList{string}?)"/>
    /// <param name="path">The file.</param>
    /// <param name="columns">The columns to read, in this order. Default all.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public static async Task<Dataset> LoadParquetAsync(
        string path, IReadOnlyList<string>? columns = null, CancellationToken cancellationToken = default)
    {
        Stream stream = await DataFile.OpenSeekableAsync(path, cancellationToken).ConfigureAwait(false);
        ParquetFile file = await ParquetFile.OpenAsync(path, stream, cancellationToken).ConfigureAwait(false);
        await using (file.ConfigureAwait(false))
        {
            return await file.ReadAsync(columns, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads an Arrow file: a stream of batches, as the reference keeps its data sets, or the format with an index at its end.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or holds what cannot be read; the message names file, batch and fix.</exception>
    public static Dataset LoadArrow(string path) => LoadArrowAsync(path).GetAwaiter().GetResult();

    /// <inheritdoc cref="LoadArrow(string)"/>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public static async Task<Dataset> LoadArrowAsync(string path, CancellationToken cancellationToken = default)
    {
        Stream stream = await DataFile.OpenSeekableAsync(path, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            return await ArrowFile.ReadAsync(path, stream, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads a file of plain text (UTF-8) into the column <c>text</c>; line ends of any kind are read as <c>\n</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="sampleBy">What becomes a row. Default every line.</param>
    /// <param name="keepLinebreaks">Whether lines keep the line feed at their end. Default false.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is not UTF-8; the message names line and place.</exception>
    public static Dataset LoadText(string path, SampleBy sampleBy = SampleBy.Line, bool keepLinebreaks = false) =>
        TextFile.ReadAsync(path, sampleBy, keepLinebreaks, CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc cref="LoadText(string, SampleBy, bool)"/>
    /// <param name="path">The file.</param>
    /// <param name="sampleBy">What becomes a row. Default every line.</param>
    /// <param name="keepLinebreaks">Whether lines keep the line feed at their end. Default false.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public static Task<Dataset> LoadTextAsync(
        string path, SampleBy sampleBy = SampleBy.Line, bool keepLinebreaks = false, CancellationToken cancellationToken = default) =>
        TextFile.ReadAsync(path, sampleBy, keepLinebreaks, cancellationToken);

    /// <summary>Puts pieces of one file, all with its columns, together.</summary>
    internal static Dataset Join(Features features, IReadOnlyList<Dataset> pieces)
    {
        StoredColumn[] columns = [.. features.Select((column, place) => new StoredColumn(
            column.Key,
            column.Value,
            pieces.Count == 0 ? ColumnFactory.Nulls(0, column.Value) : ColumnFactory.Join([.. pieces.Select(piece => piece._columns[place].Data)])))];
        return new Dataset(columns, pieces.Sum(piece => piece.NumRows));
    }
}
