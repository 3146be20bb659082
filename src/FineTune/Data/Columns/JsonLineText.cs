using System.Globalization;
using System.Text;

namespace FineTune.Data;

/// <summary>JSON with texts escaped as the reference's <c>to_json</c> escapes them: <c>\/</c> for a slash, and only ASCII unless that is not wanted.</summary>
internal static class JsonLineText
{
    /// <param name="json">JSON as .NET writes it.</param>
    /// <param name="forceAscii">Whether every other character is written as <c>\u</c> and four digits.</param>
    public static string Of(ReadOnlySpan<char> json, bool forceAscii)
    {
        StringBuilder text = new(json.Length + 16);
        for (int i = 0; i < json.Length; i++)
        {
            char next = json[i];
            if (next != '\\')
            {
                Append(text, next, forceAscii);
            }
            else if (json[++i] is not 'u')
            {
                text.Append('\\').Append(json[i]);
            }
            else
            {
                Append(text, (char)ushort.Parse(json.Slice(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture), forceAscii);
                i += 4;
            }
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, char next, bool forceAscii) => _ = next switch
    {
        '/' => text.Append("\\/"),
        '"' or >= ' ' and <= '\x7f' => text.Append(next),
        < ' ' => Escaped(text, next),
        _ => forceAscii ? Escaped(text, next) : text.Append(next),
    };

    private static StringBuilder Escaped(StringBuilder text, char next) => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)next:x4}");
}
