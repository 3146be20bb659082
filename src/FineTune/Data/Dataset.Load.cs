using FineTune.Data;

namespace FineTune;

public sealed partial class Dataset
{
    /// <summary>
    /// Reads a file by its extension: <c>.csv</c>, <c>.tsv</c>, <c>.json</c>, <c>.jsonl</c> (also <c>.ndjson</c>), <c>.txt</c>,
    /// <c>.parquet</c> or <c>.arrow</c>. A file of any of these formats may be packed by gzip or zstandard, whatever its name.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ArgumentException">The extension is none of these.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is broken; the message names the place, the value and the fix.</exception>
    public static Dataset Load(string path) => DataFile.FormatOf(path) switch
    {
        DataFormat.Csv => LoadCsv(path),
        DataFormat.Tsv => LoadTsv(path),
        DataFormat.Json => LoadJson(path),
        DataFormat.Text => LoadText(path),
        DataFormat.Parquet => LoadParquet(path),
        _ => LoadArrow(path),
    };

    /// <inheritdoc cref="Load(string)"/>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public static Task<Dataset> LoadAsync(string path, CancellationToken cancellationToken = default) => DataFile.FormatOf(path) switch
    {
        DataFormat.Csv => LoadCsvAsync(path, null, cancellationToken),
        DataFormat.Tsv => LoadTsvAsync(path, null, cancellationToken),
        DataFormat.Json => LoadJsonAsync(path, null, cancellationToken),
        DataFormat.Text => LoadTextAsync(path, cancellationToken: cancellationToken),
        DataFormat.Parquet => LoadParquetAsync(path, columns: null, cancellationToken),
        _ => LoadArrowAsync(path, cancellationToken),
    };

    /// <summary>Reads a CSV file (RFC 4180, UTF-8) whose first line names the columns.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to read it. Default as the reference does.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is empty, not UTF-8, has a row with more or fewer values than columns, a column name twice, or a value that its column
    /// cannot hold; the message names line, column, value and fix.
    /// </exception>
    public static Dataset LoadCsv(string path, CsvOptions? options = null) => CsvFile.Read(path, CsvDialect.Csv(options));

    /// <inheritdoc cref="LoadCsv(string, CsvOptions?)"/>
    /// <param name="path">The file.</param>
    /// <param name="options">How to read it. Default as the reference does.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public static Task<Dataset> LoadCsvAsync(string path, CsvOptions? options = null, CancellationToken cancellationToken = default) =>
        CsvFile.ReadAsync(path, CsvDialect.Csv(options), cancellationToken);

    /// <summary>
    /// Reads a file of values between tabs (UTF-8) whose first line names the columns. A quote is a character like any other.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to read it. Default as said.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is empty, not UTF-8, has a row with more or fewer values than columns, a column name twice, or a value that its column
    /// cannot hold; the message names line, column, value and fix.
    /// </exception>
    public static Dataset LoadTsv(string path, CsvOptions? options = null) => CsvFile.Read(path, CsvDialect.Tsv(options));

    /// <inheritdoc cref="LoadTsv(string, CsvOptions?)"/>
    /// <param name="path">The file.</param>
    /// <param name="options">How to read it. Default as said.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public static Task<Dataset> LoadTsvAsync(string path, CsvOptions? options = null, CancellationToken cancellationToken = default) =>
        CsvFile.ReadAsync(path, CsvDialect.Tsv(options), cancellationToken);

    /// <summary>
    /// Reads JSON (UTF-8): an object a line, a list of objects (or of texts, which become the column <c>text</c>), or one object whose
    /// values are columns, if it is written over several lines or is <paramref name="field"/> of the file.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="field">The key of the file's object that holds the rows or columns. Default null: the file itself does.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is empty, not UTF-8, not JSON, or a column mixes types; the message names line, column, value and fix.
    /// </exception>
    public static Dataset LoadJson(string path, string? field = null) => JsonFile.Read(path, field);

    /// <inheritdoc cref="LoadJson(string, string?)"/>
    /// <param name="path">The file.</param>
    /// <param name="field">The key of the file's object that holds the rows or columns. Default null: the file itself does.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public static Task<Dataset> LoadJsonAsync(string path, string? field = null, CancellationToken cancellationToken = default) =>
        JsonFile.ReadAsync(path, field, cancellationToken);
}
