using System.Text;

namespace FineTune.Training;

/// <summary>Text that shows in Markdown as it is, whatever is in it.</summary>
internal static class MarkdownText
{
    private const string Marks = "\\`*[]|~#";

    /// <summary>Escapes a text for a line or a table cell; line breaks and control characters become spaces.</summary>
    public static string Escape(string text)
    {
        StringBuilder escaped = new(text.Length);
        string line = OneLine(text);
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            _ = c switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '_' when !IsInsideWord(line, i) => escaped.Append("\\_"),
                _ when Marks.Contains(c, StringComparison.Ordinal) => escaped.Append('\\').Append(c),
                _ => escaped.Append(c),
            };
        }

        return escaped.ToString();
    }

    /// <summary>Puts a text on one line and cuts it when it is long.</summary>
    public static string Shorten(string text, int length)
    {
        string line = OneLine(text);
        if (line.Length <= length)
        {
            return line;
        }

        int end = char.IsHighSurrogate(line[length - 1]) ? length - 1 : length;
        return line[..end].TrimEnd() + "...";
    }

    /// <summary>Writes a text in quotes, as both C# and Python read it.</summary>
    public static string Literal(string text)
    {
        StringBuilder literal = new("\"");
        foreach (char c in text)
        {
            _ = c switch
            {
                '"' or '\\' => literal.Append('\\').Append(c),
                '`' => literal.Append("\\u0060"), // It could end the code it stands in.
                _ when char.IsControl(c) || c is '\u2028' or '\u2029' => literal.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => literal.Append(c),
            };
        }

        return literal.Append('"').ToString();
    }

    private static string OneLine(string text) =>
        string.Join(' ', string.Concat(text.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c)).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>An underscore inside a word is no emphasis.</summary>
    private static bool IsInsideWord(string line, int at) =>
        at > 0 && at < line.Length - 1 && char.IsLetterOrDigit(line[at - 1]) && char.IsLetterOrDigit(line[at + 1]);
}
