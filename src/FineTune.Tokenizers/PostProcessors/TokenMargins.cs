using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FineTune.Tokenizers;

/// <summary>How much white space tokens begin and end with, as trimming spans of byte-level tokens asks.</summary>
internal sealed class TokenMargins(IModel model)
{
    /// <summary>The margins by id, complemented; 0 where nobody has asked yet.</summary>
    private readonly int[] _margins = new int[model.VocabularySize];

    /// <summary>The white space at the ends of a token's text, code points or units: white space is in the basic plane, where they are the same.</summary>
    public static (int Leading, int Trailing) Of<T>(ReadOnlySpan<T> token)
        where T : struct, IBinaryInteger<T>
    {
        int leading = 0, trailing = 0;
        while (leading < token.Length && IsSpace(int.CreateTruncating(token[leading])))
            leading++;
        while (trailing < token.Length && IsSpace(int.CreateTruncating(token[^(trailing + 1)])))
            trailing++;
        return (leading, trailing);
    }

    /// <summary>Cuts the white space off the spans of the tokens of a text, or of a window of it.</summary>
    /// <param name="buffer">The tokens.</param>
    /// <param name="slice">Which of them.</param>
    /// <param name="starts">The spans' starts, changed in place.</param>
    /// <param name="ends">The spans' ends, changed in place.</param>
    /// <param name="addPrefixSpace">Whether the single space a text begins with was put there.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
        int margin = (uint)id < (uint)_margins.Length ? ~_margins[id] : -1;
        if (margin == -1)
            margin = Read(id);
        return (margin >> 16, margin & 0xFFFF);
    }

    private int Read(int id)
    {
        (int leading, int trailing) = Of<char>(model.IdToToken(id));
        int margin = (Math.Min(leading, 0x7FFF) << 16) | Math.Min(trailing, 0xFFFF);
        if ((uint)id < (uint)_margins.Length)
            _margins[id] = ~margin;
        return margin;
    }

    private static void Trim(int i, int leading, int trailing, Span<int> starts, Span<int> ends, bool addPrefixSpace)
    {
        bool wasAdded = leading == 1 && addPrefixSpace && (i == 0 || starts[i] == 0);
        if (leading > 0 && !wasAdded)
            starts[i] = Math.Min(starts[i] + leading, ends[i]);
        if (trailing > 0 && ends[i] >= trailing)
            ends[i] = Math.Max(ends[i] - trailing, starts[i]);
    }

    /// <summary>Of the characters that stand for bytes only a space's is one.</summary>
    private static bool IsSpace(int point) =>
        ByteAlphabet.ToByte(point) >= 0 ? point == ByteAlphabet.Space : UnicodeData.Instance.White.Contains(point);
}
