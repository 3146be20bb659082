using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>Writes every byte as a character.</summary>
internal sealed class ByteLevelNormalizer : INormalizer
{
    /// <inheritdoc/>
    public void Normalize(NormalizedText text)
    {
        text.BeginRewrite();
        ByteLevelPreTokenizer.WriteBytes(text, new Word(0, text.Length));
        text.EndRewrite();
    }

    /// <inheritdoc/>
    public JsonObject ToJson() => new() { ["type"] = "ByteLevel" };
}
