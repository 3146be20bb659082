using FineTune.Cli.Commands;
using FineTune.Training;

namespace FineTune.Cli.Completion;

/// <summary>What every shell's script is made of: the verbs with their flags, what follows a flag, and what a verb takes beside flags.</summary>
internal sealed class CompletionTable(IReadOnlyList<ICommand> commands)
{
    private static readonly Dictionary<string, FlagValues> s_places = new(StringComparer.Ordinal)
    {
        ["train"] = new(ValueKind.Files, []),
        ["plan"] = new(ValueKind.Files, []),
        ["evaluate"] = new(ValueKind.Files, []),
        ["predict"] = new(ValueKind.Files, []),
        ["init"] = new(ValueKind.Files, []),
        ["resume"] = new(ValueKind.Folders, []),
        ["report"] = new(ValueKind.Folders, []),
        ["serve"] = new(ValueKind.Folders, []),
        ["push"] = new(ValueKind.Folders, []),
        ["cache"] = new(ValueKind.Words, ["list", "delete", "verify"]),
        ["completion"] = new(ValueKind.Words, CompletionScripts.Shells),
    };

    /// <summary>Gets the verbs with what they do.</summary>
    public IReadOnlyList<(string Name, string Summary)> Verbs => [.. commands.Select(command => (command.Name, command.Summary))];

    /// <summary>Gets every flag once, with the verbs that take it.</summary>
    public IReadOnlyList<(Argument Flag, IReadOnlyList<string> Verbs)> Flags =>
    [
        .. commands.SelectMany(command => Usable(command).Select(flag => (flag, command.Name)))
            .GroupBy(pair => pair.flag.Name, StringComparer.Ordinal)
            .Select(group => (group.First().flag, (IReadOnlyList<string>)[.. group.Select(pair => pair.Name).Distinct()])),
    ];

    /// <summary>Gets the flags of each verb.</summary>
    public IReadOnlyList<(string Verb, IReadOnlyList<string> Flags)> FlagsByVerb =>
        [.. commands.Select(command => (command.Name, (IReadOnlyList<string>)[.. Usable(command).Select(flag => "--" + flag.Name), "--help"]))];

    /// <summary>Gets the flags that are completed alike, with what they are completed with.</summary>
    public IReadOnlyList<(FlagValues Values, IReadOnlyList<string> Flags)> Values =>
    [
        .. Flags.Select(entry => (entry.Flag.Name, Values: FlagValues.Of(entry.Flag)))
            .GroupBy(entry => $"{entry.Values.Kind} {string.Join(' ', entry.Values.Words)}", StringComparer.Ordinal)
            .Select(group => (group.First().Values, (IReadOnlyList<string>)[.. group.Select(entry => entry.Name)])),
    ];

    /// <summary>Gets what verbs take beside flags.</summary>
    public IReadOnlyList<(string Verb, FlagValues Values)> Places => [.. commands.Where(command => s_places.ContainsKey(command.Name)).Select(command => (command.Name, s_places[command.Name]))];

    private static IEnumerable<Argument> Usable(ICommand command) => command.Flags.Where(flag => flag.Support != ArgumentSupport.Refused);
}
