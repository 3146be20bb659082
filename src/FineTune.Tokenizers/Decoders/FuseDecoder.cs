using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>Makes one piece of all, for the decoders after it.</summary>
internal sealed class FuseDecoder : IDecoder
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Decode(IReadOnlyList<string> tokens) => [string.Concat(tokens)];

    /// <inheritdoc/>
    public JsonObject ToJson() => new() { ["type"] = "Fuse" };
}
