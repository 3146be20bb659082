using System.Text.Json.Nodes;
using FineTune.Terminal;
using JsonScalar = System.Text.Json.Nodes.JsonValue;
using Microsoft.Extensions.Logging;

namespace FineTune.Data;

/// <summary>Puts together what the extension, the data set's configuration and the caller say about reading; the later one wins.</summary>
internal static class ReaderSettings
{
    public static ReaderOptions Merge(PackagedReader reader, string extension, DatasetConfig? config, LoadDatasetOptions options)
    {
        ThrowIfOfAnotherFormat(reader, options);
        CsvOptions csv = new() { Sep = extension == ".tsv" ? "\t" : null, Quoting = true };
        ReaderOptions merged = new() { Csv = csv, Features = options.Features ?? config?.Features };
        foreach ((string key, JsonNode? value) in config?.Options ?? [])
        {
            merged = value is null ? merged : Apply(merged, reader, config!, key, value, options.Logger);
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

    private static ReaderOptions Apply(ReaderOptions options, PackagedReader reader, DatasetConfig described, string key, JsonNode value, ILogger? logger)
    {
        string config = described.Name;
        return (reader.Name, key) switch
        {
            ("csv", "sep" or "delimiter") => options with { Csv = options.Csv with { Sep = Separator(config, key, value) } },
            ("csv", "names" or "column_names") => options with { Csv = options.Csv with { ColumnNames = Texts(config, key, value) } },
            ("csv", "skiprows") => options with { Csv = options.Csv with { SkipRows = Number(config, key, value, atLeast: 0) } },
            ("csv", "quoting") => options with { Csv = options.Csv with { Quoting = Number(config, key, value) != 3 } },
            ("csv", "keep_default_na") => options with { Csv = options.Csv with { KeepDefaultNa = Flag(config, key, value) } },
            ("csv", "na_values") => options with { Csv = options.Csv with { NaValues = Texts(config, key, value) } },
            ("parquet", "columns") => options with { Columns = Texts(config, key, value) },
            ("text", "keep_linebreaks") => options with { KeepLinebreaks = Flag(config, key, value) },
            ("text", "sample_by") => options with
            {
                SampleBy = Enum.TryParse(Text(config, key, value), ignoreCase: true, out SampleBy sampleBy)
                    ? sampleBy
                    : throw DataError.BadReaderOption(config, key, value, "line, paragraph or document"),
            },
            ("json", "field") => options with { Field = Text(config, key, value) },
            _ => Unread(),
        };

        ReaderOptions Unread()
        {
            if (UnreadOptions.Find(reader, key) is not { } unread)
            {
                logger?.LogWarning(EventLog.Data, "Configuration \"{Config}\" has {Key}, which is no option of the {Reader} reader and is ignored.", config, key, reader);
            }
            else if (!unread.IsHarmless(value) || (key == "header" && ReplacesHeader(described.Options!)))
            {
                throw DataError.ReaderOptionNotSupported(config, key, value, reader);
            }

            return options;
        }
    }

    /// <summary>Whether the names of a configuration stand for those of a header that the file has all the same.</summary>
    private static bool ReplacesHeader(JsonObject options) => (options["names"] ?? options["column_names"]) is not null && options["header"]!.ToJsonString() == "0";

    /// <summary>What says how files of one format are read says nothing for those of another: the caller meant other files.</summary>
    private static void ThrowIfOfAnotherFormat(PackagedReader reader, LoadDatasetOptions options)
    {
        foreach ((string format, string option, bool isGiven) in new[]
        {
            ("csv", nameof(options.Csv), options.Csv is not null),
            ("json", nameof(options.Field), options.Field is not null),
            ("parquet", nameof(options.Columns), options.Columns is not null),
            ("text", nameof(options.SampleBy), options.SampleBy is not null),
            ("text", nameof(options.KeepLinebreaks), options.KeepLinebreaks is not null),
        })
        {
            if (isGiven && format != reader.Name)
            {
                throw DataError.OptionOfAnotherFormat(option, format, reader);
            }
        }
    }

    /// <summary>The caller's options where they say something, and what the columns shall hold.</summary>
    private static CsvOptions Over(CsvOptions known, CsvOptions? given, Features? features)
    {
        CsvOptions options = given is null ? known : given with
        {
            Sep = given.Sep ?? known.Sep,
            Quoting = given.Quoting ?? known.Quoting,
            ColumnNames = given.ColumnNames ?? known.ColumnNames,
            SkipRows = given.SkipRows ?? known.SkipRows,
            KeepDefaultNa = given.KeepDefaultNa ?? known.KeepDefaultNa,
            NaValues = given.NaValues ?? known.NaValues,
        };
        return features is null ? options : options with { Features = options.Features ?? features };
    }

    private static string Text(string config, string key, JsonNode value) =>
        value is JsonScalar scalar && scalar.TryGetValue(out string? text) ? text : throw DataError.BadReaderOption(config, key, value, "a text");

    /// <summary>A separator that stands for itself: one character does, but several are a regular expression to pandas.</summary>
    private static string Separator(string config, string key, JsonNode value)
    {
        string sep = Text(config, key, value);
        return sep.Length == 1 || !sep.AsSpan().ContainsAny(@".^$*+?{}[]|()\") ? sep : throw DataError.SeparatorPattern(config, key, sep);
    }

    private static string[] Texts(string config, string key, JsonNode value) =>
        value is JsonArray list ? [.. list.Select(item => Text(config, key, item!))] : [Text(config, key, value)];

    private static int Number(string config, string key, JsonNode value, int atLeast = int.MinValue) =>
        value is JsonScalar scalar && scalar.TryGetValue(out long number) && number >= atLeast && number <= int.MaxValue
            ? (int)number
            : throw DataError.BadReaderOption(config, key, value, atLeast == int.MinValue ? "a whole number of at most 32 bits" : $"a whole number from {atLeast} to {int.MaxValue}");

    private static bool Flag(string config, string key, JsonNode value) =>
        value is JsonScalar scalar && scalar.TryGetValue(out bool flag) ? flag : throw DataError.BadReaderOption(config, key, value, "true or false");
}
