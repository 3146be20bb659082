using System.Text;
using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>Splits at a character, which is left out.</summary>
internal sealed class CharDelimiterSplitPreTokenizer(Rune delimiter) : SplittingPreTokenizer
{
    /// <inheritdoc/>
    public override void Split(ReadOnlySpan<int> points, Word span, List<Word> words)
    {
        for (int start = span.Start; start < span.End;)
        {
            int length = points[start..span.End].IndexOf(delimiter.Value);
            int end = length < 0 ? span.End : start + length;
            if (start < end)
                words.Add(new(start, end));
            start = end + 1;
        }
    }

    /// <inheritdoc/>
    public override JsonObject ToJson() => new() { ["type"] = "CharDelimiterSplit", ["delimiter"] = delimiter.ToString() };
}
