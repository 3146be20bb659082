namespace FineTune.Data;

/// <summary>The formats of data files, and which one some files have.</summary>
internal static class PackagedReaders
{
    /// <summary>The readers, in the order in which they are preferred when as many files have the one format as the other.</summary>
    public static readonly PackagedReader[] All =
    [
        new(
            "parquet",
            FormatEndings.Of(DataFormat.Parquet),
            (path, options, cancellationToken) => Dataset.LoadParquetAsync(path, options.Columns, cancellationToken),
            (file, options) => StreamedFile.Parquet(file, options.Columns)),
        new("arrow", FormatEndings.Of(DataFormat.Arrow), (path, _, cancellationToken) => Dataset.LoadArrowAsync(path, cancellationToken), (file, _) => StreamedFile.Arrow(file)),
        new(
            "json",
            FormatEndings.Of(DataFormat.Json),
            (path, options, cancellationToken) => Dataset.LoadJsonAsync(path, options.Field, cancellationToken),
            (file, options) => StreamedFile.Json(file, options.Field)),
        new(
            "csv",
            [.. FormatEndings.Of(DataFormat.Csv), .. FormatEndings.Of(DataFormat.Tsv)],
            (path, options, cancellationToken) => Dataset.LoadCsvAsync(path, options.Csv, cancellationToken),
            (file, options) => StreamedFile.Csv(file, CsvDialect.Csv(options.Csv))),
        new(
            "text",
            FormatEndings.Of(DataFormat.Text),
            (path, options, cancellationToken) => Dataset.LoadTextAsync(path, options.SampleBy, options.KeepLinebreaks, cancellationToken),
            (file, options) => StreamedFile.Text(file, options.SampleBy, options.KeepLinebreaks)),
    ];

    /// <summary>What the reference reads and FineTune does not, by the reference's name of the reader.</summary>
    private static readonly Dictionary<string, string[]> s_others = new()
    {
        ["imagefolder"] = [".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".ico", ".ppm", ".pgm", ".jp2"],
        ["audiofolder"] = [".wav", ".mp3", ".flac", ".ogg", ".opus", ".aiff", ".au"],
        ["videofolder"] = [".mp4", ".avi", ".mov", ".mkv", ".mpeg", ".webm"],
        ["pdffolder"] = [".pdf"],
        ["webdataset"] = [".tar"],
        ["zip archives"] = [".zip"],
        ["xml"] = [".xml"],
        ["hdf5"] = [".hdf5", ".h5"],
        ["conll"] = [".conll", ".conllu"],
        ["lance"] = [".lance"],
        ["fasta"] = [".fa", ".fasta", ".fna"],
    };

    public static PackagedReader? Find(string name) => Array.Find(All, reader => reader.Name == name);

    /// <summary>The reader of files of that extension, or null.</summary>
    public static PackagedReader? ReaderOf(string extension) => Array.Find(All, reader => reader.Reads(extension));

    /// <summary>The reader of a file, by its extensions.</summary>
    public static PackagedReader? OfFile(string path) => new LocalDataFile(path).Extensions.Select(ReaderOf).FirstOrDefault(reader => reader is not null);

    /// <summary>Whether the name of a reader of the reference that FineTune lacks was asked for.</summary>
    public static bool IsOther(string name) => s_others.ContainsKey(name);

    /// <summary>The reader of the most frequent format, and of which extension that is.</summary>
    /// <returns>Null if no file has a known extension.</returns>
    /// <exception cref="InvalidDataException">Most files have a format that is not read.</exception>
    public static (PackagedReader Reader, string Extension)? Infer(IReadOnlyList<DataFileSource> files, string repository)
    {
        string? most = files.SelectMany(file => file.Extensions)
            .Where(extension => ReaderOf(extension) is not null || OtherOf(extension) is not null)
            .CountBy(extension => extension)
            .OrderByDescending(pair => pair.Value)
            .ThenBy(pair => Preference(pair.Key))
            .ThenByDescending(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => pair.Key)
            .FirstOrDefault();
        return most is null ? null : ReaderOf(most) is { } reader ? (reader, most) : throw DataError.UnreadFormat(repository, most, OtherOf(most)!, All);
    }

    private static string? OtherOf(string extension) =>
        s_others.FirstOrDefault(pair => pair.Value.Contains(extension, StringComparer.Ordinal)).Key;

    private static int Preference(string extension) =>
        Array.IndexOf([".parquet", ".arrow", ".jsonl", ".json", ".csv"], extension) is >= 0 and int place ? place : int.MaxValue;
}
