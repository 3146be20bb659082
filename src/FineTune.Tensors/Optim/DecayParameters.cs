using System.Text.RegularExpressions;

namespace FineTune;

/// <summary>Which parameters weight decay applies to, by the reference's rule, and the two groups the Trainer makes of a model.</summary>
public static partial class DecayParameters
{
    /// <summary>
    /// Gets the names of the parameters that decay: those not inside a layer normalization whose name, in lower case, contains neither
    /// <c>bias</c>, <c>layernorm</c> nor <c>rmsnorm</c>, has no component <c>norm</c> and none that ends in <c>_norm</c>.
    /// </summary>
    /// <remarks>So embeddings and the classifier's weight decay, and so does the weight of a <c>norm1</c> that is no layer normalization.</remarks>
    public static IReadOnlySet<string> GetDecayParameterNames(Module model)
    {
        ArgumentNullException.ThrowIfNull(model);
        string[] normalizations = [.. model.NamedModules().Where(pair => pair.Name.Length > 0 && IsLayerNorm(pair.Module)).Select(pair => pair.Name + ".")];
        HashSet<string> names = [];
        foreach ((string name, _) in model.NamedParameters())
        {
            if (!Excluded().IsMatch(name.ToLowerInvariant()) && !normalizations.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)))
            {
                names.Add(name);
            }
        }

        return names;
    }

    /// <summary>
    /// Gets the Trainer's two groups of a model's parameters that require a gradient: those that decay, then the others. Each keeps the order
    /// of <see cref="Module.NamedParameters"/>; both exist even when they are empty.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="weightDecay">The first group's weight decay; the second's is 0.</param>
    public static IReadOnlyList<ParameterGroup> Groups(Module model, double weightDecay)
    {
        IReadOnlySet<string> decaying = GetDecayParameterNames(model);
        ILookup<bool, (string Name, Parameter Parameter)> trained =
            model.NamedParameters().Where(pair => pair.Parameter.RequiresGrad).ToLookup(pair => decaying.Contains(pair.Name));
        return
        [
            new ParameterGroup(trained[true]) { WeightDecay = weightDecay },
            new ParameterGroup(trained[false]) { WeightDecay = 0 },
        ];
    }

    internal static bool IsLayerNorm(Module module) => module is LayerNorm;

    [GeneratedRegex(@"bias|layernorm|rmsnorm|(?:^|\.)norm(?:$|\.)|_norm(?:$|\.)", RegexOptions.CultureInvariant)]
    private static partial Regex Excluded();
}
