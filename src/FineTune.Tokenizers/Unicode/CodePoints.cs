using System.Text;

namespace FineTune.Tokenizers;

/// <summary>Counts code points in UTF-16 and UTF-8. A surrogate without its partner counts as one.</summary>
internal static class CodePoints
{
    /// <summary>The index that lies <paramref name="count"/> code points after another.</summary>
    public static int ToUtf16(string text, int index, int count)
    {
        for (; count > 0; count--)
            index += char.IsHighSurrogate(text[index]) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]) ? 2 : 1;
        return index;
    }

    /// <summary>Writes code points as UTF-16.</summary>
    /// <returns>How many units there are: at most twice as many.</returns>
    public static int ToUtf16(ReadOnlySpan<int> points, Span<char> destination)
    {
        int length = 0;
        foreach (int point in points)
        {
            if (point < 0x10000)
                destination[length++] = (char)point;
            else
                length += new Rune(point).EncodeToUtf16(destination[length..]);
        }

        return length;
    }

    /// <summary>How many bytes a code point has in UTF-8.</summary>
    public static int Utf8Length(int point) => point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;

    /// <summary>The code points of a text.</summary>
    public static int[] Of(string text) => [.. text.EnumerateRunes().Select(rune => rune.Value)];
}
