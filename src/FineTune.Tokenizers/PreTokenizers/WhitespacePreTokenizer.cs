using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>Runs of word characters and runs of anything else but white space, as <c>\w+|[^\w\s]+</c>.</summary>
internal sealed class WhitespacePreTokenizer : SplittingPreTokenizer
{
    /// <inheritdoc/>
    public override void Split(ReadOnlySpan<int> points, Word span, List<Word> words)
    {
        UnicodeData unicode = UnicodeData.Instance;
        int start = span.Start;
        Kind last = Kind.White;
        for (int i = span.Start; i < span.End; i++)
        {
            Kind kind = unicode.Word.Contains(points[i]) ? Kind.Word : unicode.White.Contains(points[i]) ? Kind.White : Kind.Other;
            if (kind == last)
                continue;
            if (last != Kind.White)
                words.Add(new(start, i));
            (start, last) = (i, kind);
        }

        if (last != Kind.White)
            words.Add(new(start, span.End));
    }

    /// <inheritdoc/>
    public override JsonObject ToJson() => new() { ["type"] = "Whitespace" };

    private enum Kind
    {
        White,
        Word,
        Other,
    }
}
