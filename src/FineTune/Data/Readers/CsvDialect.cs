namespace FineTune.Data;

/// <summary>Options with their defaults filled in.</summary>
internal sealed record CsvDialect(string Sep, bool Quoting, CsvOptions Options)
{
    public string Sep { get; } = Sep.Length > 0 ? Sep : throw DataError.NoSeparator();

    public int SkipRows { get; } = Options.SkipRows is < 0 ? throw DataError.NegativeSkipRows(Options.SkipRows.Value) : Options.SkipRows ?? 0;

    public static CsvDialect Csv(CsvOptions? options) => new(options?.Sep ?? ",", options?.Quoting ?? true, options ?? new CsvOptions());

    public static CsvDialect Tsv(CsvOptions? options) => new(options?.Sep ?? "\t", options?.Quoting ?? false, options ?? new CsvOptions());
}
