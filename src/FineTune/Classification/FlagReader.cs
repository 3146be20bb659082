using System.Text.Json.Nodes;
using FineTune.Training;

namespace FineTune.Classification;

/// <summary>
/// Reads flags as the reference's HfArgumentParser does: <c>--flag value</c>, <c>--flag=value</c>, dashes for underscores, a bool with or
/// without a value, <c>--no_flag</c> for a bool that is true by default, lists of one or more words. Every mistake is collected.
/// </summary>
internal sealed class FlagReader
{
    private readonly IReadOnlyDictionary<string, Argument> _known;
    private readonly List<string> _problems = [];
    private readonly List<(Argument Argument, JsonNode? Value)> _values = [];
    private readonly List<string> _words = [];

    public FlagReader(IEnumerable<Argument> known, IReadOnlyList<string> words)
    {
        _known = known.ToDictionary(argument => argument.Name, StringComparer.Ordinal);
        int at = 0;
        while (at < words.Count)
        {
            at = words[at].StartsWith("--", StringComparison.Ordinal) && words[at].Length > 2 ? ReadFlag(words, at) : ReadWord(words, at);
        }
    }

    /// <summary>Gets the flags with their values, in the order given.</summary>
    public IReadOnlyList<(Argument Argument, JsonNode? Value)> Values => _values;

    /// <summary>Gets the words that belong to no flag.</summary>
    public IReadOnlyList<string> Words => _words;

    /// <summary>Gets what is wrong, one line each.</summary>
    public IReadOnlyList<string> Problems => _problems;

    private int ReadWord(IReadOnlyList<string> words, int at)
    {
        _words.Add(words[at]);
        return at + 1;
    }

    private int ReadFlag(IReadOnlyList<string> words, int at)
    {
        string[] parts = words[at][2..].Split('=', 2);
        string name = parts[0].Replace('-', '_');
        Argument? argument = _known.GetValueOrDefault(name);
        bool negated = argument is null && name.StartsWith("no_", StringComparison.Ordinal)
            && _known.TryGetValue(name[3..], out argument) && argument.Kind == ArgumentKind.Boolean && DefaultIsTrue(argument);
        List<string> values = parts.Length == 2 ? [parts[1]] : Following(words, at + 1, negated ? null : argument);
        int next = at + 1 + (parts.Length == 2 ? 0 : values.Count);
        if (argument is null || (!negated && argument.Name != name))
        {
            _problems.Add(Unknown(parts[0], name));
        }
        else
        {
            Parse(argument, negated ? ["false"] : values);
        }

        return next;
    }

    private void Parse(Argument argument, IReadOnlyList<string> values)
    {
        try
        {
            if (values.Count == 0 && argument.Kind != ArgumentKind.Boolean)
            {
                throw new FormatException($"no value was given; expected {argument.Expectation}");
            }

            JsonNode? value = argument.Parse(values);
            if (argument.Refusal(value) is { } refusal)
            {
                _problems.Add("--" + refusal);
                return;
            }

            _values.Add((argument, value));
        }
        catch (FormatException exception)
        {
            _problems.Add($"--{argument.Name}: {exception.Message}.");
        }
    }

    /// <summary>The words after a flag that are its values. An unknown flag takes one, so that it is not taken for something else.</summary>
    private static List<string> Following(IReadOnlyList<string> words, int at, Argument? argument)
    {
        List<string> values = [];
        bool many = argument?.Kind is ArgumentKind.List or ArgumentKind.Flags or ArgumentKind.Weights;
        while (at < words.Count && !words[at].StartsWith("--", StringComparison.Ordinal) && (many || values.Count == 0))
        {
            if (argument?.Kind == ArgumentKind.Boolean && !IsBoolean(words[at]) && IsPath(words[at]))
            {
                break;
            }

            values.Add(words[at++]);
        }

        return values;
    }

    private string Unknown(string given, string name)
    {
        if (OldArguments.Find(name) is { } old)
        {
            return OldArguments.CommandLineMessage(old) + ".";
        }

        if (name.StartsWith("no_", StringComparison.Ordinal) && _known.TryGetValue(name[3..], out Argument? positive) && positive.Kind == ArgumentKind.Boolean)
        {
            return $"--{given} is not a flag: {positive.Name} is not true by default. Write --{positive.Name} false.";
        }

        if (TrainingOnly.TakenBy(name) is { } takers)
        {
            return $"--{given} is not a flag of this verb: {takers}.";
        }

        string? nearest = SpellingDistance.Nearest(name, _known.Keys);
        return $"--{given} is not a flag." + (nearest is null ? " --help lists them." : $" Did you mean --{nearest}?");
    }

    private static bool DefaultIsTrue(Argument argument) => argument.Default is JsonValue value && value.TryGetValue(out bool flag) && flag;

    /// <summary>A word behind a bool's flag that is a configuration or a run's folder does not belong to the flag.</summary>
    private static bool IsPath(string word) =>
        word.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || Path.Exists(word) || word.Contains(Path.DirectorySeparatorChar);

    private static bool IsBoolean(string word) =>
        word.ToLowerInvariant() is "true" or "false" or "yes" or "no" or "t" or "f" or "y" or "n" or "1" or "0" or "none" or "null";
}
