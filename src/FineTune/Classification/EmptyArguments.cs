using System.Text.Json.Nodes;
using FineTune.Training;

namespace FineTune.Classification;

/// <summary>Files, folders and names that are given as nothing, as by a shell's variable that is not set, or as what can be no path.</summary>
internal static class EmptyArguments
{
    private static readonly HashSet<string> s_names =
    [
        "model_name_or_path", "config_name", "tokenizer_name", "cache_dir", "dataset_name", "train_file", "validation_file", "test_file", "query", "output_dir",
    ];

    /// <summary>Gets why a value cannot be an argument's, or null.</summary>
    public static string? Problem(Argument argument, JsonNode? value) =>
        !s_names.Contains(argument.Name) || value is not JsonValue text || !text.TryGetValue(out string? said) ? null
        : string.IsNullOrWhiteSpace(said) ? $"{argument.Name}: it is empty, as a variable of a shell is that was not set. Give it a value, or leave it out."
        : said.Contains('\0', StringComparison.Ordinal) ? $"{argument.Name}: it holds the character \\u0000, which no path or name can have. Take it out."
        : null;
}
