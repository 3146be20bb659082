using System.Globalization;
using System.Text;

namespace FineTune;

/// <summary>Text taken apart as Python's string methods do, by code point.</summary>
internal static class PythonString
{
    /// <summary>Whether Python counts it as white space, which four control characters are beside those of .NET.</summary>
    public static bool IsSpace(char character) => char.IsWhiteSpace(character) || character is >= '\x1c' and <= '\x1f';

    /// <summary><c>text.split()</c>: the words between white space.</summary>
    public static List<string> Split(string text)
    {
        List<string> words = [];
        int start = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && !IsSpace(text[i]))
            {
                continue;
            }

            if (i > start)
            {
                words.Add(text[start..i]);
            }

            start = i + 1;
        }

        return words;
    }

    /// <summary><c>text.rstrip()</c>: without white space at the end.</summary>
    public static string TrimEnd(string text)
    {
        int length = text.Length;
        while (length > 0 && IsSpace(text[length - 1]))
        {
            length--;
        }

        return text[..length];
    }

    /// <summary><c>text.lower()</c>: as .NET, but a dotted capital I leaves its dot, and a capital sigma at a word's end is a final one.</summary>
    public static string Lower(string text)
    {
        string lower = text.ToLowerInvariant();
        if (!text.AsSpan().ContainsAny('İ', 'Σ'))
        {
            return lower;
        }

        StringBuilder result = new(lower.Length);
        for (int i = 0; i < text.Length; i++)
        {
            _ = text[i] switch
            {
                'İ' => result.Append("i̇"),
                'Σ' => result.Append(IsLast(text, i) ? 'ς' : 'σ'),
                _ => result.Append(lower[i]),
            };
        }

        return result.ToString();
    }

    /// <summary>The code points, each as a text of its own; half of a pair alone counts as one.</summary>
    public static List<string> Characters(string text)
    {
        List<string> characters = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            bool isPair = i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]);
            characters.Add(text.Substring(i, isPair ? 2 : 1));
            i += isPair ? 1 : 0;
        }

        return characters;
    }

    /// <summary>Whether a letter stands before it and none after it, marks and the like between them not counted.</summary>
    private static bool IsLast(string text, int index) =>
        IsCased(text[..index].Reverse()) && !IsCased(text.Skip(index + 1));

    private static bool IsCased(IEnumerable<char> characters) => characters
        .SkipWhile(character => character is '\'' or '.' or ':' or '·' or '’' || CharUnicodeInfo.GetUnicodeCategory(character) is
            UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format or UnicodeCategory.ModifierLetter
            or UnicodeCategory.ModifierSymbol)
        .Take(1)
        .Any(character => char.IsUpper(character) || char.IsLower(character));
}
