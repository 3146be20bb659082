using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>Makes spaces of the ends of words, and nothing of the last.</summary>
internal sealed class BpeDecoder(string suffix) : IDecoder
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Decode(IReadOnlyList<string> tokens) => [.. tokens.Select((token, i) =>
        TextReplacer.Replace(token, suffix, i == tokens.Count - 1 ? "" : " "))];

    /// <inheritdoc/>
    public JsonObject ToJson() => new() { ["type"] = "BPEDecoder", ["suffix"] = suffix };
}
