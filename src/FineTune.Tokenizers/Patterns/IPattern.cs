using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>What is looked for in a text: a fixed text or a regular expression.</summary>
internal interface IPattern
{
    /// <summary>Appends what is found in a span of a text and what lies between; together they cover it. Looking around ends at the span.</summary>
    void FindAll(ReadOnlySpan<int> points, Word span, List<PatternMatch> matches);

    /// <summary>The pattern as tokenizer.json holds it.</summary>
    JsonObject ToJson();
}
