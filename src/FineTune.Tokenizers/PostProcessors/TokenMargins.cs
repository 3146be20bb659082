using System.Text;

namespace FineTune.Tokenizers;

/// <summary>How much white space tokens begin and end with, as trimming spans of byte-level tokens asks.</summary>
internal sealed class TokenMargins
{
    private readonly int[] _margins;

    public TokenMargins(IModel model)
    {
        _margins = new int[model.Vocabulary.Count == 0 ? 0 : Math.Min(model.Vocabulary.Values.Max(), 1 << 24) + 1];
        foreach ((string token, int id) in model.Vocabulary)
        {
            (int leading, int trailing) = Of(CodePoints.Of(token));
            if ((uint)id < _margins.Length)
                _margins[id] = (Math.Min(leading, 0x7FFF) << 16) | Math.Min(trailing, 0xFFFF);
        }
    }

    /// <summary>The white space at the ends of a token's text.</summary>
    public static (int Leading, int Trailing) Of(ReadOnlySpan<int> token)
    {
        int leading = 0, trailing = 0;
        while (leading < token.Length && IsSpace(token[leading]))
            leading++;
        while (trailing < token.Length && IsSpace(token[^(trailing + 1)]))
            trailing++;
        return (leading, trailing);
    }

    /// <summary>Cuts the white space off the spans of the tokens of a text, or of a window of it.</summary>
    /// <param name="buffer">The tokens.</param>
    /// <param name="slice">Which of them.</param>
    /// <param name="starts">The spans' starts, changed in place.</param>
    /// <param name="ends">The spans' ends, changed in place.</param>
    /// <param name="addPrefixSpace">Whether the single space a text begins with was put there.</param>
    public void Trim(TokenBuffer buffer, TokenSlice slice, Span<int> starts, Span<int> ends, bool addPrefixSpace)
    {
        ReadOnlySpan<int> ids = buffer.Ids;
        for (int i = 0; i < starts.Length; i++)
        {
            int id = ids[slice.Start + i];
            int margin = (uint)id < _margins.Length ? _margins[id] : 0;
            if (margin != 0 && !IsAdded(buffer, slice.Start + i))
                Trim(i, margin >> 16, margin & 0xFFFF, starts, ends, addPrefixSpace);
        }

        foreach (TokenMargin margin in buffer.Margins)
        {
            if (margin.Index >= slice.Start && margin.Index < slice.End)
                Trim(margin.Index - slice.Start, margin.Leading, margin.Trailing, starts, ends, addPrefixSpace);
        }
    }

    /// <summary>Whether a token's own text was looked at, which counts instead of the vocabulary's.</summary>
    private static bool IsAdded(TokenBuffer buffer, int index) =>
        buffer.Margins.Count > 0 && buffer.Margins.Exists(margin => margin.Index == index);

    private static void Trim(int i, int leading, int trailing, Span<int> starts, Span<int> ends, bool addPrefixSpace)
    {
        bool wasAdded = leading == 1 && addPrefixSpace && (i == 0 || starts[i] == 0);
        if (leading > 0 && !wasAdded)
            starts[i] = Math.Min(starts[i] + leading, ends[i]);
        if (trailing > 0 && ends[i] >= trailing)
            ends[i] = Math.Max(ends[i] - trailing, starts[i]);
    }

    private static bool IsSpace(int point) => point == ByteAlphabet.Space || UnicodeData.Instance.White.Contains(point);
}
