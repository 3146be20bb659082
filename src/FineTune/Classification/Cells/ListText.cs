using System.Globalization;
using System.Text;

namespace FineTune.Classification;

/// <summary>Reads lists as JSON, Python and NumPy print them: elements between commas or blanks, texts in quotes of either kind.</summary>
internal static class ListText
{
    /// <summary>Gets the elements: numbers and words as texts, <c>True</c>, <c>False</c>, <c>true</c> and <c>false</c> as truth values, nothing as null.</summary>
    /// <exception cref="FormatException">The text is no such list.</exception>
    public static IReadOnlyList<object?> Read(string text)
    {
        List<object?> elements = [];
        int at = 1;
        int end = text.Length - 1;
        bool hasComma = true;
        while (true)
        {
            SkipWhite(text, ref at, end);
            if (at >= end)
            {
                return elements;
            }

            if (text[at] == ',')
            {
                hasComma = !hasComma ? true : throw Bad(text);
                at++;
                continue;
            }

            // NumPy writes no commas; words without quotes are only what the three languages have.
            elements.Add(text[at] is '"' or '\'' ? Quoted(text, ref at, end) : Word(text, ref at, end));
            hasComma = false;
        }
    }

    private static void SkipWhite(string text, ref int at, int end)
    {
        while (at < end && char.IsWhiteSpace(text[at]))
        {
            at++;
        }
    }

    private static string Quoted(string text, ref int at, int end)
    {
        char quote = text[at++];
        StringBuilder value = new();
        while (at < end && text[at] != quote)
        {
            value.Append(text[at] == '\\' ? Escaped(text, ref at, end) : text[at].ToString());
            at++;
        }

        return at++ < end ? value.ToString() : throw Bad(text);
    }

    /// <summary>What JSON and Python write for a character.</summary>
    private static string Escaped(string text, ref int at, int end)
    {
        if (++at >= end)
        {
            throw Bad(text);
        }

        int digits = text[at] switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
        if (digits == 0)
        {
            return text[at] switch
            {
                'n' => "\n",
                't' => "\t",
                'r' => "\r",
                'b' => "\b",
                'f' => "\f",
                '\\' or '\'' or '"' or '/' => text[at].ToString(),
                _ => throw Bad(text),
            };
        }

        if (at + digits >= end || !int.TryParse(text.AsSpan(at + 1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int code) || code is < 0 or > 0x10FFFF)
        {
            throw Bad(text);
        }

        at += digits;
        return code > char.MaxValue ? char.ConvertFromUtf32(code) : ((char)code).ToString();
    }

    private static object? Word(string text, ref int at, int end)
    {
        int start = at;
        while (at < end && text[at] != ',' && !char.IsWhiteSpace(text[at]) && text[at] is not ('[' or ']' or '(' or ')' or '"' or '\''))
        {
            at++;
        }

        string word = text[start..at];
        return word switch
        {
            "None" or "null" or "nan" or "NaN" => null,
            "True" or "true" => true,
            "False" or "false" => false,
            _ when Cell.Of(word).IsNumeric => word,
            _ => throw Bad(text),
        };
    }

    private static FormatException Bad(string text) => new($"{text} begins like a list, but is none of JSON, Python or NumPy; put its texts in quotes");
}
