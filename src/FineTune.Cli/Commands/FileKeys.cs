using System.Text.Json.Nodes;
using FineTune.Classification;

namespace FineTune.Cli.Commands;

/// <summary>The keys of a configuration file that only exist as flags of a verb: they say how to print or what to label, and nothing of the run.</summary>
internal static class FileKeys
{
    /// <summary>Takes them out of a file's object.</summary>
    /// <param name="file">The object, which is changed.</param>
    /// <param name="verb">The verb that reads it.</param>
    /// <returns>What to do about each, a line each.</returns>
    public static IReadOnlyList<string> TakeFlags(JsonObject file, RunCommand verb)
    {
        List<string> problems = [];
        foreach ((string name, JsonNode? value) in file.ToArray())
        {
            string[] takers = RunConfiguration.Arguments.Any(argument => argument.Name == name) ? []
                : [.. CommandLine.Commands.OfType<RunCommand>().Where(command => command.Flags.Any(flag => flag.Name == name)).Select(command => command.Name)];
            if (takers.Length > 0)
            {
                file.Remove(name);
                problems.Add(takers.Contains(verb.Name)
                    ? $"{name} is a flag of {verb.Name} and cannot be in the file: pass --{name}{Words(value)}."
                    : $"{name} is a flag of {string.Join(", ", takers)} and cannot be in the file: leave it out.");
            }
        }

        return problems;
    }

    private static string Words(JsonNode? value) => value switch
    {
        null => " VALUE",
        JsonArray list => string.Concat(list.Select(Words)),
        JsonValue flag when flag.TryGetValue(out bool isSet) => isSet ? string.Empty : " false",
        JsonValue text when text.TryGetValue(out string? given) && (given.Length == 0 || given.Any(char.IsWhiteSpace)) => $" \"{given}\"",
        _ => $" {value}",
    };
}
