using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>Splits at white space, and makes every punctuation mark a word.</summary>
internal sealed class BertPreTokenizer : SplittingPreTokenizer
{
    /// <inheritdoc/>
    public override void Split(ReadOnlySpan<int> points, Word span, List<Word> words)
    {
        UnicodeData unicode = UnicodeData.Instance;
        int start = span.Start;
        for (int i = span.Start; i < span.End; i++)
        {
            bool white = unicode.White.Contains(points[i]);
            if (!white && !unicode.Punctuation.Contains(points[i]))
                continue;
            if (start < i)
                words.Add(new(start, i));
            if (!white)
                words.Add(new(i, i + 1));
            start = i + 1;
        }

        if (start < span.End)
            words.Add(new(start, span.End));
    }

    /// <inheritdoc/>
    public override JsonObject ToJson() => new() { ["type"] = "BertPreTokenizer" };
}
