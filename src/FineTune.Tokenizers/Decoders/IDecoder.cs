using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>The last stage, backwards: makes pieces of text of tokens.</summary>
internal interface IDecoder
{
    /// <summary>The pieces that, one after the other, are the text.</summary>
    IReadOnlyList<string> Decode(IReadOnlyList<string> tokens);

    /// <summary>The component as tokenizer.json holds it.</summary>
    JsonObject ToJson();
}
