using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>Several pre-tokenizers, each cutting the words of the one before.</summary>
internal sealed class PreTokenizerSequence(IReadOnlyList<IPreTokenizer> preTokenizers) : IPreTokenizer
{
    /// <inheritdoc/>
    public void PreTokenize(PreTokenizedText text)
    {
        foreach (IPreTokenizer preTokenizer in preTokenizers)
            preTokenizer.PreTokenize(text);
    }

    /// <inheritdoc/>
    public JsonObject ToJson() => new()
    {
        ["type"] = "Sequence",
        ["pretokenizers"] = new JsonArray([.. preTokenizers.Select(preTokenizer => preTokenizer.ToJson())]),
    };
}
