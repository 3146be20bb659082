namespace FineTune;

/// <summary>
/// Finds the model's name for a weight of a checkpoint: norms called gamma and beta, as in 2018, and checkpoints of the same model with
/// or without a head, whose names lack the base model's prefix or have it too much.
/// </summary>
internal sealed class WeightNames
{
    private readonly string _prefix;
    private readonly IReadOnlySet<string> _model;

    public WeightNames(string baseModelPrefix, IReadOnlySet<string> modelKeys)
    {
        _prefix = baseModelPrefix + ".";
        _model = modelKeys;
    }

    /// <summary>Gets whether a name had gamma or beta in it; the model is then saved with these names, as it was.</summary>
    public bool SawLegacyNames { get; private set; }

    /// <summary>Gets the name a weight is saved under when the checkpoint had gamma and beta.</summary>
    public static string ToLegacy(string key) =>
        ReplaceFirst(ReplaceFirst(key, "LayerNorm.bias", "LayerNorm.beta"), "LayerNorm.weight", "LayerNorm.gamma");

    /// <summary>Gets the model's name for a checkpoint's, or, if the model has none, the name to report it by.</summary>
    public string Map(string key)
    {
        string renamed = ReplaceFirst(ReplaceFirst(key, "LayerNorm.gamma", "LayerNorm.weight"), "LayerNorm.beta", "LayerNorm.bias");
        SawLegacyNames |= renamed != key;
        string mapped = WithPrefix(renamed);
        return !_model.Contains(mapped) && _model.Contains(key) ? WithPrefix(key) : mapped;
    }

    private static string ReplaceFirst(string text, string old, string replacement) =>
        text.IndexOf(old, StringComparison.Ordinal) is var at and >= 0 ? text[..at] + replacement + text[(at + old.Length)..] : text;

    private string WithPrefix(string key)
    {
        if (key.StartsWith(_prefix, StringComparison.Ordinal) && _model.Contains(key[_prefix.Length..]))
        {
            return key[_prefix.Length..];
        }

        return _model.Contains(_prefix + key) ? _prefix + key : key;
    }
}
