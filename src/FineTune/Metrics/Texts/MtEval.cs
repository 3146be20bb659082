using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace FineTune;

/// <summary>The ways to split a translation into tokens that the WMT evaluations fixed, by the names sacrebleu gives them.</summary>
internal static partial class MtEval
{
    private static readonly OrderedDictionary<string, Func<string, IReadOnlyList<string>>> s_ways = new(StringComparer.Ordinal)
    {
        ["13a"] = ThirteenA,
        ["intl"] = International,
        ["char"] = text => [.. PythonString.Characters(text).Where(character => !PythonString.IsSpace(character[0]))],
        ["none"] = PythonString.Split,
    };

    public static Func<string, IReadOnlyList<string>> Named(string name) =>
        s_ways.TryGetValue(name, out Func<string, IReadOnlyList<string>>? way) ? way : throw MetricError.UnknownTokenizer(name, [.. s_ways.Keys]);

    /// <summary>
    /// mteval-v13a: ASCII symbols stand alone, and so do a full stop or comma unless digits are on both sides, and a dash after a digit.
    /// </summary>
    public static IReadOnlyList<string> ThirteenA(string text)
    {
        string line = text.Replace("<skipped>", string.Empty, StringComparison.Ordinal)
            .Replace("-\n", string.Empty, StringComparison.Ordinal)
            .Replace('\n', ' ')
            .Replace("&quot;", "\"", StringComparison.Ordinal)
            .Replace("&amp;", "&", StringComparison.Ordinal)
            .Replace("&lt;", "<", StringComparison.Ordinal)
            .Replace("&gt;", ">", StringComparison.Ordinal);
        line = Symbol().Replace($" {line} ", " $1 ");
        line = PointAfterOther().Replace(line, "$1 $2 ");
        line = PointBeforeOther().Replace(line, " $1 $2");
        return PythonString.Split(DashAfterDigit().Replace(line, "$1 $2 "));
    }

    /// <summary>mteval-v14: Unicode punctuation stands alone unless numbers are on both sides; symbols always.</summary>
    private static List<string> International(string text)
    {
        string line = Apart(text, (first, second) => !IsNumber(first) && IsPunctuation(second), afterFirst: true);
        line = Apart(line, (first, second) => IsPunctuation(first) && !IsNumber(second), afterFirst: false);
        return PythonString.Split(string.Concat(PythonString.Characters(line).Select(one => IsSymbol(one) ? $" {one} " : one)));
    }

    /// <summary>Sets off the punctuation of neighbours that fit, from left to right, none of them looked at twice.</summary>
    private static string Apart(string text, Func<string, string, bool> fits, bool afterFirst)
    {
        List<string> characters = PythonString.Characters(text);
        StringBuilder result = new(text.Length * 2);
        for (int i = 0; i < characters.Count; i++)
        {
            if (i + 1 < characters.Count && fits(characters[i], characters[i + 1]))
            {
                result.Append(afterFirst ? $"{characters[i]} {characters[i + 1]} " : $" {characters[i]} {characters[i + 1]}");
                i++;
                continue;
            }

            result.Append(characters[i]);
        }

        return result.ToString();
    }

    private static bool IsNumber(string character) => CharUnicodeInfo.GetUnicodeCategory(character, 0) is
        UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    private static bool IsPunctuation(string character) => char.IsPunctuation(character, 0);

    private static bool IsSymbol(string character) => char.IsSymbol(character, 0);

    [GeneratedRegex(@"([\{-\~\[-\` -\&\(-\+\:-\@\/])", RegexOptions.CultureInvariant)]
    private static partial Regex Symbol();

    [GeneratedRegex(@"([^0-9])([\.,])", RegexOptions.CultureInvariant)]
    private static partial Regex PointAfterOther();

    [GeneratedRegex(@"([\.,])([^0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex PointBeforeOther();

    [GeneratedRegex(@"([0-9])(-)", RegexOptions.CultureInvariant)]
    private static partial Regex DashAfterDigit();
}
