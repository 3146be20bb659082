using System.Text.RegularExpressions;

namespace FineTune;

/// <summary>Takes parameters out of training by their names, before the optimizer is made.</summary>
/// <remarks>
/// Patterns are matched against whole dotted names; <c>*</c> stands for any characters, dots included, <c>?</c> for one and
/// <c>[0-5]</c> for one of these: <c>bert.embeddings.*</c>, <c>*.layer.[0-5].*</c>. A pattern that matches nothing is an error, so that a misspelt one does not go unnoticed.
/// </remarks>
public static partial class ParameterFreezing
{
    /// <summary>Freezes the parameters whose names match a pattern: they get no gradient.</summary>
    /// <returns>The names of those that were frozen by this call.</returns>
    /// <exception cref="ArgumentException">A pattern matches no parameter.</exception>
    public static IReadOnlyList<string> Freeze(Module model, params ReadOnlySpan<string> patterns) => Set(model, patterns, requiresGrad: false);

    /// <summary>Freezes the parameters in whose names a regular expression is found.</summary>
    /// <returns>The names of those that were frozen by this call.</returns>
    /// <exception cref="ArgumentException">It is found in no parameter's name.</exception>
    public static IReadOnlyList<string> Freeze(Module model, Regex pattern) => Set(model, pattern, requiresGrad: false);

    /// <summary>Lets the parameters whose names match a pattern be trained again.</summary>
    /// <returns>The names of those that were frozen before.</returns>
    /// <exception cref="ArgumentException">A pattern matches no parameter.</exception>
    public static IReadOnlyList<string> Unfreeze(Module model, params ReadOnlySpan<string> patterns) => Set(model, patterns, requiresGrad: true);

    /// <summary>Lets the parameters in whose names a regular expression is found be trained again.</summary>
    /// <returns>The names of those that were frozen before.</returns>
    /// <exception cref="ArgumentException">It is found in no parameter's name.</exception>
    public static IReadOnlyList<string> Unfreeze(Module model, Regex pattern) => Set(model, pattern, requiresGrad: true);

    private static List<string> Set(Module model, ReadOnlySpan<string> patterns, bool requiresGrad)
    {
        // All are checked before anything is changed.
        Regex[] all = new Regex[patterns.Length];
        for (int i = 0; i < patterns.Length; i++)
        {
            all[i] = OfGlob(patterns[i]);
            Matching(model, all[i], patterns[i]);
        }

        List<string> changed = [];
        foreach (Regex pattern in all)
        {
            changed.AddRange(Set(model, pattern, requiresGrad));
        }

        return changed;
    }

    private static List<string> Set(Module model, Regex pattern, bool requiresGrad)
    {
        List<string> changed = [];
        foreach ((string name, Parameter parameter) in Matching(model, pattern, pattern.ToString()))
        {
            if (parameter.RequiresGrad != requiresGrad)
            {
                parameter.RequiresGrad = requiresGrad;
                parameter.ZeroGrad();
                changed.Add(name);
            }
        }

        return changed;
    }

    private static List<(string Name, Parameter Parameter)> Matching(Module model, Regex pattern, string text)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(pattern);
        List<(string Name, Parameter Parameter)> matching = [.. model.NamedParameters().Where(pair => pattern.IsMatch(pair.Name))];
        if (matching.Count == 0)
        {
            Throw.NothingMatches(text, model.NamedParameters().Select(pair => pair.Name));
        }

        return matching;
    }

    /// <summary>Makes a regular expression for a whole name of a pattern.</summary>
    internal static Regex OfGlob(string glob)
    {
        string pattern = CharacterSet().Replace(Regex.Escape(glob).Replace(@"\*", ".*").Replace(@"\?", "."), "[$1]");
        return new($"^{pattern}$", RegexOptions.CultureInvariant);
    }

    [GeneratedRegex(@"\\\[([\w-]+)\]", RegexOptions.CultureInvariant)]
    private static partial Regex CharacterSet();
}
