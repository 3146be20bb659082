using System.Text.Json.Nodes;
using JsonScalar = System.Text.Json.Nodes.JsonValue;

namespace FineTune.Data;

/// <summary>
/// What the reference's readers know and FineTune's do not: the values with which files are read all the same. Any other changes the result and is
/// refused; a name that is not here either is no option of the reader, and the reference ignores it too.
/// </summary>
internal sealed class UnreadOptions
{
    private static readonly UnreadOptions s_refused = new([]);
    private static readonly UnreadOptions s_harmless = new(null);
    private static readonly UnreadOptions s_utf8 = new(["utf-8", "utf8", "utf_8"]);
    private static readonly UnreadOptions s_strict = new(["strict"]);

    /// <summary>What says nothing about the reading.</summary>
    private static readonly string[] s_words = ["name", "version", "description"];

    private static readonly Dictionary<(string Reader, string Key), UnreadOptions> s_all = new()
    {
        [("csv", "comment")] = s_refused,
        [("csv", "converters")] = s_refused,
        [("csv", "escapechar")] = s_refused,
        [("csv", "nrows")] = s_refused,
        [("csv", "prefix")] = s_refused,
        [("csv", "thousands")] = s_refused,
        [("csv", "true_values")] = s_refused,
        [("csv", "false_values")] = s_refused,
        [("csv", "usecols")] = s_refused,
        [("csv", "decimal")] = new(["."]),
        [("csv", "dialect")] = new(["excel"]),
        [("csv", "doublequote")] = new(["true"]),
        [("csv", "encoding")] = s_utf8,
        [("csv", "encoding_errors")] = s_strict,
        [("csv", "header")] = new(["0", "infer"]),
        [("csv", "index_col")] = new(["false"]),
        [("csv", "lineterminator")] = new(["\n"]),
        [("csv", "mangle_dupe_cols")] = new(["true"]),
        [("csv", "na_filter")] = new(["true"]),
        [("csv", "on_bad_lines")] = new(["error"]),
        [("csv", "error_bad_lines")] = new(["true"]),
        [("csv", "quotechar")] = new(["\""]),
        [("csv", "skip_blank_lines")] = new(["true"]),
        [("csv", "skipfooter")] = new(["0"]),
        [("csv", "skipinitialspace")] = new(["false"]),
        [("csv", "chunksize")] = s_harmless,
        [("csv", "date_format")] = s_harmless,
        [("csv", "engine")] = s_harmless,
        [("csv", "float_precision")] = s_harmless,
        [("csv", "memory_map")] = s_harmless,
        [("csv", "verbose")] = s_harmless,
        [("csv", "warn_bad_lines")] = s_harmless,
        [("json", "encoding")] = s_utf8,
        [("json", "encoding_errors")] = s_strict,
        [("json", "on_mixed_types")] = new(["use_json"]),
        [("json", "block_size")] = s_harmless,
        [("json", "chunksize")] = s_harmless,
        [("json", "newlines_in_values")] = s_harmless,
        [("json", "parse_agent_traces")] = s_harmless,
        [("json", "use_threads")] = s_harmless,
        [("parquet", "filters")] = s_refused,
        [("parquet", "on_bad_files")] = new(["error"]),
        [("parquet", "batch_size")] = s_harmless,
        [("parquet", "fragment_scan_options")] = s_harmless,
        [("text", "encoding")] = s_utf8,
        [("text", "encoding_errors")] = s_strict,
        [("text", "chunksize")] = s_harmless,
    };

    private readonly string[]? _harmless;

    private UnreadOptions(string[]? harmless) => _harmless = harmless;

    /// <summary>Gets what is known of an option; null if it is none of the reader's.</summary>
    public static UnreadOptions? Find(PackagedReader reader, string key) =>
        Array.IndexOf(s_words, key) >= 0 ? s_harmless : s_all.GetValueOrDefault((reader.Name, key));

    /// <summary>Whether files are read with that value as they are without.</summary>
    public bool IsHarmless(JsonNode value) => _harmless is null || _harmless.Contains(
        value is JsonScalar scalar && scalar.TryGetValue(out string? text) ? text : value.ToJsonString(), StringComparer.OrdinalIgnoreCase);
}
