using FineTune.Classification;

namespace FineTune.Cli.Commands;

/// <summary>Which flags of <c>predict</c> do not go together: it labels the rows of a file, or single texts.</summary>
internal static class PredictFlags
{
    private static readonly HashSet<string> s_ofTexts =
    [
        "text", "text_pair", "top_k", "json", "log_format", "model_name_or_path", "tokenizer_name", "model_revision", "cache_dir", "token", "max_seq_length", "threads",
    ];

    public static IEnumerable<string> Problems(RunConfiguration configuration, VerbOptions options)
    {
        foreach (string name in configuration.FlagNames.Where(name => name is "test_file" or "dataset_name" && options.Text.Count > 0))
        {
            yield return $"--text and --{name} contradict each other: leave one out.";
        }

        if (options.TopK < 1)
        {
            yield return $"--top_k is {options.TopK}; expected at least 1.";
        }
    }

    /// <summary>Gets the flags that change nothing, with the reason. What only a file of arguments says may be meant for other verbs.</summary>
    public static IEnumerable<string> WithoutEffect(RunConfiguration configuration, bool hasFile) => configuration.FlagNames
        .Select(name => hasFile ? OfFile(name) : OfTexts(name))
        .OfType<string>();

    private static string? OfFile(string name) => name switch
    {
        "top_k" => "top_k: the lines of a file have the scores of all labels",
        "text_pair" => "text_pair: the second text of a row is a column of the file (text_column_names)",
        _ => null,
    };

    private static string? OfTexts(string name) => s_ofTexts.Contains(name) ? null : $"{name}: single texts are labelled without it, only the rows of a file (test_file) with it";
}
