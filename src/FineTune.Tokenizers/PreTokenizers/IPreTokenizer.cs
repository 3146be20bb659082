using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>The second stage: cuts a normalized text into words.</summary>
internal interface IPreTokenizer
{
    /// <summary>Appends the words within a span of code points, as spans; empty ones are left out.</summary>
    void Split(ReadOnlySpan<int> points, Word span, List<Word> words);

    /// <summary>The component as tokenizer.json holds it.</summary>
    JsonObject ToJson();
}
