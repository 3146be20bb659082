using System.Text.Json.Nodes;
using JsonScalar = System.Text.Json.Nodes.JsonValue;

namespace FineTune.Data;

/// <summary>Puts together what the extension, the data set's configuration and the caller say about reading; the later one wins.</summary>
internal static class ReaderSettings
{
    /// <summary>What the reference's readers know beside what FineTune's do: naming one of these in a configuration changes the result.</summary>
    private static readonly string[] s_unread =
    [
        "index_col", "usecols", "prefix", "converters", "true_values", "false_values", "skipinitialspace", "nrows", "thousands", "decimal",
        "lineterminator", "quotechar", "escapechar", "comment", "encoding", "dialect", "skipfooter", "doublequote", "on_bad_lines",
        "encoding_errors", "date_format", "na_filter", "skip_blank_lines", "header", "filters", "on_bad_files", "batch_size",
    ];

    public static ReaderOptions Merge(PackagedReader reader, string extension, DatasetConfig? config, LoadDatasetOptions options)
    {
        CsvOptions csv = new() { Sep = extension == ".tsv" ? "\t" : null, Quoting = true };
        ReaderOptions merged = new() { Csv = csv, Features = options.Features ?? config?.Features };
        foreach ((string key, JsonNode? value) in config?.Options ?? [])
        {
            merged = value is null ? merged : Apply(merged, reader, config!.Name, key, value);
        }

        return merged with
        {
            Csv = Over(merged.Csv, options.Csv, merged.Features),
            Field = options.Field ?? merged.Field,
            Columns = options.Columns ?? merged.Columns,
            SampleBy = options.SampleBy ?? merged.SampleBy,
            KeepLinebreaks = options.KeepLinebreaks ?? merged.KeepLinebreaks,
        };
    }

    private static ReaderOptions Apply(ReaderOptions options, PackagedReader reader, string config, string key, JsonNode value) => (reader.Name, key) switch
    {
        ("csv", "sep" or "delimiter") => options with { Csv = options.Csv with { Sep = Text(config, key, value) } },
        ("csv", "names" or "column_names") => options with { Csv = options.Csv with { ColumnNames = Texts(config, key, value) } },
        ("csv", "skiprows") => options with { Csv = options.Csv with { SkipRows = Number(config, key, value) } },
        ("csv", "quoting") => options with { Csv = options.Csv with { Quoting = Number(config, key, value) != 3 } },
        ("csv", "keep_default_na") => options with { Csv = options.Csv with { KeepDefaultNa = Flag(config, key, value) } },
        ("csv", "na_values") => options with { Csv = options.Csv with { NaValues = Texts(config, key, value) } },
        ("csv", "header") when value.ToJsonString() is "0" or "\"infer\"" => options,
        ("parquet", "columns") => options with { Columns = Texts(config, key, value) },
        ("text", "keep_linebreaks") => options with { KeepLinebreaks = Flag(config, key, value) },
        ("text", "sample_by") => options with
        {
            SampleBy = Enum.TryParse(Text(config, key, value), ignoreCase: true, out SampleBy sampleBy)
                ? sampleBy
                : throw DataError.BadReaderOption(config, key, value, "line, paragraph or document"),
        },
        ("json", "field") => options with { Field = Text(config, key, value) },
        _ when Array.IndexOf(s_unread, key) >= 0 => throw DataError.ReaderOptionNotSupported(config, key, reader),
        _ => options,
    };

    /// <summary>The caller's options where they say something, and what the columns shall hold.</summary>
    private static CsvOptions Over(CsvOptions known, CsvOptions? given, Features? features)
    {
        CsvOptions options = given is null ? known : given with
        {
            Sep = given.Sep ?? known.Sep,
            Quoting = given.Quoting ?? known.Quoting,
            ColumnNames = given.ColumnNames ?? known.ColumnNames,
        };
        return features is null ? options : options with { Features = options.Features ?? features };
    }

    private static string Text(string config, string key, JsonNode value) =>
        value is JsonScalar scalar && scalar.TryGetValue(out string? text) ? text : throw DataError.BadReaderOption(config, key, value, "a text");

    private static string[] Texts(string config, string key, JsonNode value) =>
        value is JsonArray list ? [.. list.Select(item => Text(config, key, item!))] : [Text(config, key, value)];

    private static int Number(string config, string key, JsonNode value) =>
        value is JsonScalar scalar && scalar.TryGetValue(out long number) ? (int)number : throw DataError.BadReaderOption(config, key, value, "a whole number");

    private static bool Flag(string config, string key, JsonNode value) =>
        value is JsonScalar scalar && scalar.TryGetValue(out bool flag) ? flag : throw DataError.BadReaderOption(config, key, value, "true or false");
}
