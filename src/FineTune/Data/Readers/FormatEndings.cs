namespace FineTune.Data;

/// <summary>Which endings of a file's name say which format.</summary>
internal static class FormatEndings
{
    private static readonly (DataFormat Format, string[] Endings)[] s_all =
    [
        (DataFormat.Csv, [".csv"]),
        (DataFormat.Tsv, [".tsv"]),
        (DataFormat.Json, [".jsonl", ".json", ".ndjson"]),
        (DataFormat.Text, [".txt"]),
        (DataFormat.Parquet, [".parquet", ".geoparquet", ".gpq"]),
        (DataFormat.Arrow, [".arrow"]),
    ];

    /// <summary>Gets all endings, for errors.</summary>
    public static string List => string.Join(", ", s_all.SelectMany(known => known.Endings).Order(StringComparer.Ordinal));

    /// <summary>Gets the endings of a format; the first one stands for all.</summary>
    public static string[] Of(DataFormat format) => Array.Find(s_all, known => known.Format == format).Endings;

    /// <summary>Gets the format that an ending, with its dot and in lower case, says; null if none.</summary>
    public static DataFormat? FormatOf(string ending)
    {
        foreach ((DataFormat format, string[] endings) in s_all)
        {
            if (endings.Contains(ending, StringComparer.Ordinal))
            {
                return format;
            }
        }

        return null;
    }
}
