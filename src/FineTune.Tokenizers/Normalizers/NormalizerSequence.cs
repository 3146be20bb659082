using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>Several normalizers, one after the other.</summary>
internal sealed class NormalizerSequence(IReadOnlyList<INormalizer> normalizers) : INormalizer
{
    /// <inheritdoc/>
    public void Normalize(NormalizedText text)
    {
        foreach (INormalizer normalizer in normalizers)
            normalizer.Normalize(text);
    }

    /// <inheritdoc/>
    public JsonObject ToJson() => new()
    {
        ["type"] = "Sequence",
        ["normalizers"] = new JsonArray([.. normalizers.Select(normalizer => normalizer.ToJson())]),
    };
}
