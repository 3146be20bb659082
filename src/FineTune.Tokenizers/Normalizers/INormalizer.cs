using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>The first stage: rewrites a text and keeps track of where its characters came from.</summary>
internal interface INormalizer
{
    /// <summary>Rewrites the text in place.</summary>
    void Normalize(NormalizedText text);

    /// <summary>The component as tokenizer.json holds it.</summary>
    JsonObject ToJson();
}
