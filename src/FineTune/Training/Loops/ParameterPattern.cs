using System.Text.RegularExpressions;

namespace FineTune.Training;

/// <summary>Names of parameters as <c>freeze</c> takes them: with wildcards, or after <c>re:</c> a regular expression.</summary>
internal static class ParameterPattern
{
    private const string RegexPrefix = "re:";
    private const int Shown = 5;
    private static readonly char[] s_wildcards = ['*', '?', '['];

    /// <summary>Gets why a text is no pattern, or null.</summary>
    public static string? Problem(string pattern)
    {
        try
        {
            _ = ToRegex(pattern);
            return string.IsNullOrWhiteSpace(pattern) ? "it is empty." : null;
        }
        catch (ArgumentException exception)
        {
            return exception.Message;
        }
    }

    /// <summary>Freezes what the patterns match; frozen parameters stay so.</summary>
    /// <returns>How many are frozen now.</returns>
    /// <exception cref="TrainingArgumentsException">A pattern matches nothing, or nothing is left to train.</exception>
    public static int Freeze(Module model, IReadOnlyList<string> patterns)
    {
        string[] names = [.. model.NamedParameters().Select(pair => pair.Name)];
        string[] problems = [.. patterns.Where(pattern => !names.Any(ToRegex(pattern).IsMatch)).Select(pattern => NothingMatches(pattern, names))];
        if (problems.Length > 0)
        {
            throw new TrainingArgumentsException(problems);
        }

        foreach (string pattern in patterns)
        {
            ParameterFreezing.Freeze(model, ToRegex(pattern));
        }

        return model.Parameters().Any(parameter => parameter.RequiresGrad)
            ? model.Parameters().Count(parameter => !parameter.RequiresGrad)
            : throw new TrainingArgumentsException([$"freeze matches every parameter ({string.Join(", ", patterns)}), so there is nothing to train. Leave some out."]);
    }

    private static Regex ToRegex(string pattern) => pattern.StartsWith(RegexPrefix, StringComparison.Ordinal)
        ? new Regex(pattern[RegexPrefix.Length..], RegexOptions.CultureInvariant)
        : ParameterFreezing.OfGlob(pattern);

    private static string NothingMatches(string pattern, string[] names)
    {
        string[] near = [.. Near(pattern, names)];
        return $"freeze has {pattern}, which matches no parameter. " + (near.Length > 0
            ? $"Near it are {string.Join(", ", near)}."
            : $"The names begin: {string.Join(", ", names.Take(Shown))}. Patterns match whole names: write *.bias or bert.embeddings.*");
    }

    /// <summary>The names with a stretch that is almost the pattern's longest stretch without wildcards.</summary>
    private static IEnumerable<string> Near(string pattern, string[] names)
    {
        string core = pattern.StartsWith(RegexPrefix, StringComparison.Ordinal) ? string.Empty
            : pattern.Split('.').Where(part => part.Length > 0 && part.IndexOfAny(s_wildcards) < 0).MaxBy(part => part.Length) ?? string.Empty;
        string[] parts = [.. names.SelectMany(name => name.Split('.')).Distinct(StringComparer.Ordinal)];
        HashSet<string> close = [.. parts.Where(part => SpellingDistance.Nearest(core, [part]) is not null)];
        return core.Length == 0 ? [] : names.Where(name => name.Split('.').Any(close.Contains)).Take(Shown);
    }
}
