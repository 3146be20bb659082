using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>The second stage: cuts a normalized text into words.</summary>
internal interface IPreTokenizer
{
    /// <summary>Cuts the words there are into smaller ones, and may rewrite them.</summary>
    void PreTokenize(PreTokenizedText text);

    /// <summary>The component as tokenizer.json holds it.</summary>
    JsonObject ToJson();
}
