using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>Removes every combining mark (decompose first).</summary>
internal sealed class StripAccentsNormalizer : INormalizer
{
    /// <inheritdoc/>
    public void Normalize(NormalizedText text) => MarkFilter.Apply(text, UnicodeData.Instance.Mark);

    /// <inheritdoc/>
    public JsonObject ToJson() => new() { ["type"] = "StripAccents" };
}
