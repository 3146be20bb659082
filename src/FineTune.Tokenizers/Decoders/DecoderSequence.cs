using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>Several decoders, one after the other.</summary>
internal sealed class DecoderSequence(IReadOnlyList<IDecoder> decoders) : IDecoder
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Decode(IReadOnlyList<string> tokens) =>
        decoders.Aggregate(tokens, (pieces, decoder) => decoder.Decode(pieces));

    /// <inheritdoc/>
    public JsonObject ToJson() => new()
    {
        ["type"] = "Sequence",
        ["decoders"] = new JsonArray([.. decoders.Select(decoder => decoder.ToJson())]),
    };
}
