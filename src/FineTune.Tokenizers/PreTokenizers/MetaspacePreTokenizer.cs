using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>Replaces spaces by a visible character, puts one before the text, and cuts before each.</summary>
internal sealed class MetaspacePreTokenizer(Rune replacement, PrependScheme prependScheme, bool split) : IPreTokenizer, IWordSplitter, IWordRewriter
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void PreTokenize(PreTokenizedText text)
    {
        ReadOnlySpan<int> points = text.Text.Points;
        for (int at = points.IndexOf(' '); at >= 0; at = points.IndexOf(' '))
        {
            text.Text.Set(text.Text.Length - points.Length + at, replacement.Value);
            points = points[(at + 1)..];
        }

        if (prependScheme != PrependScheme.Never)
            text.Rewrite(this);
        if (split)
            text.Cut(this);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Split(ReadOnlySpan<int> points, Word span, List<Word> words)
    {
        for (int start = span.Start; start < span.End;)
        {
            int length = points[(start + 1)..span.End].IndexOf(replacement.Value);
            int end = length < 0 ? span.End : start + 1 + length;
            words.Add(new(start, end));
            start = end;
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Rewrite(NormalizedText text, Word word)
    {
        int first = text.Points[word.Start];
        if (first != replacement.Value && (prependScheme == PrependScheme.Always || text.Start(word.Start) == 0))
        {
            text.Write(replacement.Value, 0);
            text.Write(first, 1);
        }

        text.CopyTo(word.End);
    }

    /// <inheritdoc/>
    public JsonObject ToJson() => ToJson(replacement, prependScheme, split);

    public static JsonObject ToJson(Rune replacement, PrependScheme prependScheme, bool split) => new()
    {
        ["type"] = "Metaspace",
        ["replacement"] = replacement.ToString(),
        ["prepend_scheme"] = OptionNames.Name(prependScheme),
        ["split"] = split,
    };
}
