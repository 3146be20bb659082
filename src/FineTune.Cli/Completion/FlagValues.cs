using FineTune.Training;

namespace FineTune.Cli.Completion;

/// <summary>What may follow a flag.</summary>
internal sealed record FlagValues(ValueKind Kind, IReadOnlyList<string> Words)
{
    private static readonly HashSet<string> s_folders = ["model_name_or_path", "output_dir", "cache_dir", "local_dir", "tokenizer_name", "config_name", "resume_from_checkpoint"];

    private static readonly Dictionary<string, string[]> s_words = new(StringComparer.Ordinal)
    {
        ["task_name"] = [.. Classification.TaskColumns.Tasks],
        ["report_to"] = ["all", "none", .. ReportersAreAvailable.Available],
    };

    /// <summary>Gets what a flag is completed with.</summary>
    public static FlagValues Of(Argument flag) =>
        s_words.TryGetValue(flag.Name, out string[]? words) ? new(ValueKind.Words, words)
        : flag.Choices.Count > 0 ? new(ValueKind.Words, flag.Choices)
        : flag.Kind == ArgumentKind.Boolean ? new(ValueKind.Words, ["true", "false"])
        : flag.Name.EndsWith("_file", StringComparison.Ordinal) ? new(ValueKind.Files, [])
        : s_folders.Contains(flag.Name) ? new(ValueKind.Folders, [])
        : new(ValueKind.Anything, []);
}
