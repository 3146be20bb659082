using System.Globalization;
using System.Text;

namespace FineTune.Terminal;

/// <summary>Texts of data as they go among plain lines: what would break a line, or command a terminal, is shown escaped.</summary>
internal static class VisibleText
{
    /// <summary>Escapes every control character.</summary>
    public static string Of(string text) => Escape(text, keepsLines: false);

    /// <summary>Escapes those of a message but its line ends and tabs, which may be its own.</summary>
    public static string OfMessage(string message) => Escape(message, keepsLines: true);

    private static string Escape(string text, bool keepsLines)
    {
        if (!text.Any(IsControl))
        {
            return text;
        }

        StringBuilder shown = new(text.Length + 8);
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            bool stays = !IsControl(c) || (keepsLines && (c is '\n' or '\t' || (c == '\r' && i + 1 < text.Length && text[i + 1] == '\n')));
            _ = stays ? shown.Append(c) : shown.Append(Escape(c));
        }

        return shown.ToString();
    }

    /// <summary>Unicode's line and paragraph separators break lines too, for some who read them.</summary>
    private static bool IsControl(char c) => char.IsControl(c) || c is '\u2028' or '\u2029';

    private static string Escape(char c) => c switch
    {
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        <= '\u00ff' => string.Create(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
    };
}
