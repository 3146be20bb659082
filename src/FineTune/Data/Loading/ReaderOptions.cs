namespace FineTune.Data;

/// <summary>How files are read: what the caller and the configuration of the data set say together.</summary>
internal sealed record ReaderOptions
{
    public CsvOptions Csv { get; init; } = new();

    public string? Field { get; init; }

    /// <summary>Gets the columns of parquet files to read; null for all.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    public SampleBy SampleBy { get; init; }

    public bool KeepLinebreaks { get; init; }

    /// <summary>Gets what the columns hold by order of the caller or the configuration, so that a reader may read them as that.</summary>
    public Features? Features { get; init; }
}
