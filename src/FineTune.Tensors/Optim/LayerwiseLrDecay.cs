using System.Globalization;
using System.Text.RegularExpressions;

namespace FineTune;

/// <summary>
/// Parameter groups whose learning rate falls from the head of a model to its embeddings, so that what was learned first changes least.
/// Without it, use <see cref="DecayParameters.Groups"/>.
/// </summary>
public static partial class LayerwiseLrDecay
{
    /// <summary>
    /// Gets the groups, the head's first: what follows the layers has the learning rate itself, the last layer that times
    /// <paramref name="layerDecay"/>, and so on down to the embeddings. What all layers read (a table of relative positions, the norm over it) is with the
    /// embeddings, a convolution beside the first layer with that layer. Each is split into parameters that decay and others, as by
    /// <see cref="DecayParameters"/>; empty groups are left out. A schedule scales them all alike.
    /// </summary>
    /// <param name="model">The model; the number of a parameter's layer is read from its name (<c>encoder.layer.3.</c>).</param>
    /// <param name="learningRate">The head's learning rate.</param>
    /// <param name="layerDecay">What a layer's learning rate is of that of the one above; in (0, 1], 0.8 to 0.95 are usual.</param>
    /// <param name="weightDecay">The weight decay of those that decay. Default 0.</param>
    /// <param name="decayParameterNames">Which parameters decay. Default null: those of <see cref="DecayParameters"/>.</param>
    /// <exception cref="ArgumentException">A setting is outside its range, or no parameter's name has a layer number.</exception>
    public static IReadOnlyList<ParameterGroup> Groups(Module model, double learningRate, double layerDecay, double weightDecay = 0, IReadOnlySet<string>? decayParameterNames = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        OptimizerRules.NotNegative(learningRate);
        OptimizerRules.NotNegative(weightDecay);
        if (!(layerDecay > 0 && layerDecay <= 1))
        {
            Throw.OptionOutOfRange(nameof(layerDecay), layerDecay, "more than 0 and at most 1");
        }

        IReadOnlySet<string> decaying = decayParameterNames ?? DecayParameters.GetDecayParameterNames(model);
        HashSet<string> names = [.. model.NamedParameters().Select(pair => pair.Name)];
        int head = 1 + Depths(names);
        return
        [
            .. model.NamedParameters()
                .Where(pair => pair.Parameter.RequiresGrad)
                .GroupBy(pair => (Depth: Depth(pair.Name, names) ?? head, Decays: decaying.Contains(pair.Name)))
                .OrderByDescending(group => group.Key.Depth)
                .ThenByDescending(group => group.Key.Decays)
                .Select(group => new ParameterGroup(group)
                {
                    Lr = learningRate * Math.Pow(layerDecay, head - group.Key.Depth),
                    WeightDecay = group.Key.Decays ? weightDecay : 0,
                }),
        ];
    }

    /// <summary>0 for embeddings and what all layers read, 1 for the first layer or group of them and what is beside it; null for what follows the layers.</summary>
    private static int? Depth(string name, IReadOnlySet<string> names)
    {
        if (LayerNumber().Match(name) is { Success: true } layer)
        {
            return 1 + int.Parse(layer.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        }

        if (name.Contains("embedding", StringComparison.OrdinalIgnoreCase) || name.Contains("relative_attention_bias", StringComparison.Ordinal))
        {
            return 0;
        }

        // Elsewhere a norm of this name follows the layers; beside a table of relative positions it is what the layers read the table through.
        Match beside = BesideLayers().Match(name);
        return beside.Groups["conv"].Success ? 1
            : beside.Success && names.Contains(beside.Groups["encoder"].Value + "rel_embeddings.weight") ? 0
            : null;
    }

    private static int Depths(IReadOnlySet<string> names)
    {
        int depth = names.Max(name => LayerNumber().IsMatch(name) ? Depth(name, names)!.Value : 0);
        if (depth == 0)
        {
            Throw.NoLayers(names);
        }

        return depth;
    }

    [GeneratedRegex(@"(?:^|\.)(?:\w*layers?|\w*blocks?|\w*groups|h)\.(\d+)\.", RegexOptions.CultureInvariant)]
    private static partial Regex LayerNumber();

    [GeneratedRegex(@"^(?<encoder>(?:.*\.)?encoder\.)(?:LayerNorm|(?<conv>conv))\.", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex BesideLayers();
}
