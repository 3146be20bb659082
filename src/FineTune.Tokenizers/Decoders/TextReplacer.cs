using System.Text;

namespace FineTune.Tokenizers;

/// <summary>Replaces texts as the reference's language does: an empty one is found before every character and at the end.</summary>
internal static class TextReplacer
{
    public static string Replace(string text, string old, string replacement)
    {
        if (old.Length > 0)
            return text.Replace(old, replacement, StringComparison.Ordinal);
        StringBuilder result = new(replacement);
        foreach (Rune rune in text.EnumerateRunes())
            result.Append(rune.ToString()).Append(replacement);
        return result.ToString();
    }
}
