using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>Cuts after every so many characters.</summary>
internal sealed class FixedLengthPreTokenizer(int length) : SplittingPreTokenizer
{
    /// <inheritdoc/>
    public override void Split(ReadOnlySpan<int> points, Word span, List<Word> words)
    {
        for (int start = span.Start; start < span.End; start += Math.Min(length, span.End - start))
            words.Add(new(start, start + Math.Min(length, span.End - start)));
    }

    /// <inheritdoc/>
    public override JsonObject ToJson() => new() { ["type"] = "FixedLength", ["length"] = length };
}
