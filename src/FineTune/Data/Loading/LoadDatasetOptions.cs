namespace FineTune;

/// <summary>
/// Which files <see cref="Datasets.LoadDataset(string, string?, LoadDatasetOptions?, DataFiles?)"/> loads, where they are kept, and how it reads
/// them. <see cref="HubOptions.CacheDir"/> is the cache of downloaded files, which Python shares; nothing is prepared beside it.
/// </summary>
public sealed record LoadDatasetOptions : HubOptions
{
    /// <summary>
    /// Gets which files to load, by split. Default null: those the data set's README.md names, else found by their names. Files given here
    /// are loaded without the README's configurations and without its description of the columns.
    /// </summary>
    public DataFiles? DataFiles { get; init; }

    /// <summary>Gets the folder of the data set whose files to load, relative to its root. Default null: the root, or <see cref="HubOptions.Subfolder"/>.</summary>
    public string? DataDir { get; init; }

    /// <summary>
    /// Gets what the columns hold; values are converted. Default null: what the data set says of itself, else what its values are.
    /// </summary>
    public Features? Features { get; init; }

    /// <summary>Gets what to check of a data set that says what it holds. Default <see cref="VerificationMode.BasicChecks"/>.</summary>
    public VerificationMode VerificationMode { get; init; }

    /// <summary>Gets whether downloaded files are used again. Default <see cref="DownloadMode.ReuseDatasetIfExists"/>.</summary>
    public DownloadMode DownloadMode { get; init; }

    /// <summary>Gets how CSV files are read. Default as the reference does; a README's configuration may say otherwise.</summary>
    public CsvOptions? Csv { get; init; }

    /// <summary>Gets the key of a JSON file's object that holds the rows. Default null: the file itself does.</summary>
    public string? Field { get; init; }

    /// <summary>Gets the columns of parquet files to read. Default null: all.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>Gets what becomes a row of a text file. Default null: every line, or what a README's configuration says.</summary>
    public SampleBy? SampleBy { get; init; }

    /// <summary>Gets whether the lines of a text file keep the line feed at their end. Default null: no, or as a README's configuration says.</summary>
    public bool? KeepLinebreaks { get; init; }
}
