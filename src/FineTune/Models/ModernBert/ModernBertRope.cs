namespace FineTune;

/// <summary>What a configuration says of rotary positions, by type of layer, under its new name and under the old ones.</summary>
internal static class ModernBertRope
{
    public const string Full = "full_attention";
    public const string Sliding = "sliding_attention";

    private const string Key = "rope_parameters";
    private const string ThetaKey = "rope_theta";
    private const string TypeKey = "rope_type";

    /// <summary>Brings the values of either name into the new form, as the reference does when it reads a file.</summary>
    public static void Translate(Dictionary<string, object?> values)
    {
        object? known = values.GetValueOrDefault(Key);
        if (known is not (null or IReadOnlyDictionary<string, object?>))
        {
            return;
        }

        Dictionary<string, object?> made = known is IReadOnlyDictionary<string, object?> given ? new(given, StringComparer.Ordinal) : [];
        values.Remove("rope_scaling", out object? scaling);
        foreach ((string layerType, string oldName, double theta) in ((string, string, double)[])[
            (Full, "global_rope_theta", 160000.0), (Sliding, "local_rope_theta", 10000.0)])
        {
            Dictionary<string, object?> parameters = made.GetValueOrDefault(layerType) is IReadOnlyDictionary<string, object?> old
                ? new(old, StringComparer.Ordinal)
                : new() { [TypeKey] = "default" };
            foreach ((string name, object? value) in scaling as IReadOnlyDictionary<string, object?> ?? new Dictionary<string, object?>())
            {
                parameters[name] = value;
            }

            values.Remove(oldName, out object? oldTheta);
            parameters.TryAdd(ThetaKey, oldTheta ?? theta);
            parameters.TryAdd(TypeKey, parameters.GetValueOrDefault("type") ?? "default");
            made[layerType] = parameters;
        }

        values[Key] = made;
    }

    /// <summary>Gets the base of the wavelengths in layers of a type.</summary>
    public static double Theta(object? parameters, string layerType) => Of(parameters, layerType)?[ThetaKey] switch
    {
        double theta => theta,
        long theta => theta,
        _ => double.NaN,
    };

    /// <summary>Adds what cannot be computed.</summary>
    public static void CollectProblems(ModernBertConfig config, ICollection<string> problems)
    {
        IReadOnlyList<string> types = config.LayerTypes;
        if (types.Count != config.NumHiddenLayers || types.Any(type => type is not (Full or Sliding)))
        {
            problems.Add($"layer_types has {types.Count} entries; expected {Full} or {Sliding} for each of the {config.NumHiddenLayers} layers (num_hidden_layers).");
        }

        if (config.LocalAttention < 0)
        {
            problems.Add($"local_attention is {config.LocalAttention}; expected a number of tokens.");
        }

        if (config.HiddenSize / config.NumAttentionHeads % 2 != 0)
        {
            problems.Add($"A head has {config.HiddenSize / config.NumAttentionHeads} channels; rotary positions turn pairs and need an even number.");
        }

        object? parameters = config.ToDictionary()[Key];
        foreach (string layerType in types.Distinct())
        {
            if (Of(parameters, layerType)?.GetValueOrDefault(TypeKey) is not "default")
            {
                problems.Add($"rope_parameters of {layerType} are not of the rope_type \"default\", the only one supported.");
            }
            else if (!(config.RopeTheta(layerType) > 0))
            {
                problems.Add($"rope_theta of {layerType} in rope_parameters is not a positive number.");
            }
        }
    }

    private static IReadOnlyDictionary<string, object?>? Of(object? parameters, string layerType) =>
        (parameters as IReadOnlyDictionary<string, object?>)?.GetValueOrDefault(layerType) as IReadOnlyDictionary<string, object?>;
}
