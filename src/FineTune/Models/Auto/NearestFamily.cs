namespace FineTune;

/// <summary>Finds the architecture whose configuration one that is not supported reads like.</summary>
internal static class NearestFamily
{
    private const double LeastLikeness = 0.6;

    /// <summary>Keys of every architecture, or about no model at all.</summary>
    private static readonly HashSet<string> Uninformative = new(StringComparer.Ordinal)
    {
        "_name_or_path", "architectures", "auto_map", "bos_token_id", "dtype", "eos_token_id", "id2label", "initializer_range", "label2id", "model_type",
        "output_past", "pad_token_id", "tie_word_embeddings", "torch_dtype", "transformers_version", "use_cache", "vocab_size",
    };

    /// <summary>Gets its name, or null when there is none that is much like it.</summary>
    /// <param name="families">The architectures, the more general before the more special.</param>
    /// <param name="values">What the file holds.</param>
    public static string? Of(IEnumerable<ModelFamily> families, IReadOnlyDictionary<string, object?> values)
    {
        (string? Name, double Likeness) best = (null, LeastLikeness);
        foreach (ModelFamily family in families)
        {
            double likeness = Likeness(family.DefaultConfig(), values);
            if (likeness > best.Likeness)
            {
                best = (family.ModelType, likeness);
            }
        }

        return best.Name;
    }

    /// <summary>The share of keys that both have, of those the file has; then, as little as can decide between equals, values and the name.</summary>
    private static double Likeness(PretrainedConfig config, IReadOnlyDictionary<string, object?> values)
    {
        IReadOnlyDictionary<string, object?> own = config.ToDictionary();
        string[] informative = [.. values.Keys.Where(key => !Uninformative.Contains(key))];
        double shared = informative.Count(key => own.ContainsKey(key) || config.Contains(key)) / Math.Max(4d, informative.Length);
        double same = values.Count(pair => own.TryGetValue(pair.Key, out object? value) && Equals(value, pair.Value)) / (1d + values.Count);
        bool isNamed = values.GetValueOrDefault("model_type") is string name && Plain(name).Contains(Plain(config.ModelType), StringComparison.Ordinal);
        return shared + (same * 0.01) + (isNamed ? 0.02 * config.ModelType.Length / 20 : 0);
    }

    private static string Plain(string name) => name.Replace("-", string.Empty, StringComparison.Ordinal).Replace("_", string.Empty, StringComparison.Ordinal);
}
