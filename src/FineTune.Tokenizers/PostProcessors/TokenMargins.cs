using System.Runtime.InteropServices;

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
        ReadOnlySpan<TokenMargin> spelled = CollectionsMarshal.AsSpan(buffer.Margins);
        for (int i = 0; i < starts.Length; i++)
        {
            int index = slice.Start + i;
            while (!spelled.IsEmpty && spelled[0].Index < index)
                spelled = spelled[1..];
            (int leading, int trailing) = !spelled.IsEmpty && spelled[0].Index == index ? (spelled[0].Leading, spelled[0].Trailing) : Of(ids[index]);
            if (leading > 0 || trailing > 0)
                Trim(i, leading, trailing, starts, ends, addPrefixSpace);
        }
    }

    private (int Leading, int Trailing) Of(int id)
    {
        int margin = (uint)id < _margins.Length ? _margins[id] : 0;
        return (margin >> 16, margin & 0xFFFF);
    }

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
