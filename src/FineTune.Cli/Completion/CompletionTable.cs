using FineTune.Cli.Commands;
using FineTune.Training;

namespace FineTune.Cli.Completion;

/// <summary>What every shell's script is made of: the verbs with their flags, what follows a flag, and what a verb takes beside flags.</summary>
internal sealed class CompletionTable(IReadOnlyList<ICommand> commands)
{
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
    public IReadOnlyList<(string Verb, FlagValues Values)> Places => [.. commands.Where(command => command.Place is not null).Select(command => (command.Name, command.Place!))];

    /// <summary>What the scripts of bash and zsh call a kind of value.</summary>
    public static string Word(FlagValues values) => values.Kind == ValueKind.Words ? string.Join(' ', values.Words) : "@" + values.Kind.ToString().ToLowerInvariant();

    public static string Lines(IEnumerable<string> lines) => string.Join('\n', lines);

    private static IEnumerable<Argument> Usable(ICommand command) => command.Flags.Where(flag => flag.Support != ArgumentSupport.Refused);
}
