namespace FineTune.Tokenizers;

/// <summary>Counts code points in UTF-16. A surrogate without its partner counts as one.</summary>
internal static class CodePoints
{
    /// <summary>The index that lies <paramref name="count"/> code points after another.</summary>
    public static int ToUtf16(string text, int index, int count)
    {
        for (; count > 0; count--)
            index += char.IsHighSurrogate(text[index]) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]) ? 2 : 1;
        return index;
    }
}
