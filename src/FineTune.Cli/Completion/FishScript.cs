namespace FineTune.Cli.Completion;

/// <summary>The script for fish, which shows what each flag means.</summary>
internal static class FishScript
{
    public static string Write(CompletionTable table)
    {
        List<string> lines =
        [
            "# Completion of finetune for fish. To have it in every shell:",
            "#   finetune completion fish > ~/.config/fish/completions/finetune.fish",
            "complete -c finetune -f",
            "complete -c finetune -n __fish_use_subcommand -l help -d 'list the verbs'",
            "complete -c finetune -n __fish_use_subcommand -l version -d 'print the version'",
        ];
        lines.AddRange(table.Verbs.Select(verb => $"complete -c finetune -n __fish_use_subcommand -a {verb.Name} -d {Quote(verb.Summary)}"));
        lines.AddRange(table.Places.Select(place => $"complete -c finetune -n {Seen([place.Verb])} {Offer(place.Values)}"));
        lines.AddRange(table.Flags.Select(entry => $"complete -c finetune -n {Seen(entry.Verbs)} -l {entry.Flag.Name} {Following(FlagValues.Of(entry.Flag))}-d {Quote(entry.Flag.Help)}"));
        return string.Join('\n', lines) + "\n";
    }

    private static string Seen(IEnumerable<string> verbs) => $"'__fish_seen_subcommand_from {string.Join(' ', verbs)}'";

    private static string Offer(FlagValues values) => values.Kind switch
    {
        ValueKind.Words => $"-a '{string.Join(' ', values.Words)}'",
        ValueKind.Folders => "-a '(__fish_complete_directories)'",
        _ => "-F",
    };

    /// <summary>What may follow a flag; a flag that is true or false may stand alone.</summary>
    private static string Following(FlagValues values) => values switch
    {
        { Kind: ValueKind.Words, Words: ["true", "false"] } => "-a 'true false' ",
        { Kind: ValueKind.Anything } => "-x ",
        { Kind: ValueKind.Files } => "-r -F ",
        _ => $"-x {Offer(values)} ",
    };

    private static string Quote(string text) => $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
}
