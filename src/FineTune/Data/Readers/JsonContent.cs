using System.Text;
using System.Text.Json;

namespace FineTune.Data;

/// <summary>JSON as Python writes and reads it: also <c>NaN</c> and <c>Infinity</c>, and value after value without anything between them.</summary>
internal static class JsonContent
{
    private static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false };

    /// <summary>Reads one value. Python's <c>NaN</c> is null, its infinities are infinite numbers.</summary>
    /// <exception cref="JsonException">It is not JSON, or an object has a key twice.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<char> text)
    {
        try
        {
            return JsonDocument.Parse(text, s_strict);
        }
        catch (JsonException) when (WithoutConstants(text.Span) is { } plain)
        {
            return JsonDocument.Parse(plain, s_strict);
        }
    }

    /// <summary>Gets where the next value begins and ends; null at the end of the text. What is not JSON ends somewhere too.</summary>
    public static Range? Next(ReadOnlySpan<char> text, int from)
    {
        int start = from;
        while (start < text.Length && char.IsWhiteSpace(text[start]))
        {
            start++;
        }

        int depth = 0;
        for (int at = start; at < text.Length; at++)
        {
            switch (text[at])
            {
                case '"':
                    at = EndOfText(text, at);
                    break;
                case '{' or '[':
                    depth++;
                    continue;
                case '}' or ']':
                    depth--;
                    break;
                default:
                    continue;
            }

            if (depth <= 0)
            {
                return start..Math.Min(at + 1, text.Length);
            }
        }

        return start < text.Length ? start..text.Length : null;
    }

    /// <summary>The text with JSON in the place of Python's constants; null if there are none.</summary>
    private static string? WithoutConstants(ReadOnlySpan<char> text)
    {
        StringBuilder? plain = null;
        int copied = 0;
        for (int at = 0; at < text.Length; at++)
        {
            if (text[at] == '"')
            {
                at = EndOfText(text, at);
                continue;
            }

            (int length, string json) = text[at..] switch
            {
                ['N', 'a', 'N', ..] => (3, "null"),
                ['I', 'n', 'f', 'i', 'n', 'i', 't', 'y', ..] => (8, "1e999"),
                _ => (0, string.Empty),
            };
            if (length > 0)
            {
                plain = (plain ?? new StringBuilder()).Append(text[copied..at]).Append(json);
                at += length - 1;
                copied = at + 1;
            }
        }

        return plain?.Append(text[copied..]).ToString();
    }

    /// <summary>Where a text in quotes ends: its closing quote, or the end.</summary>
    private static int EndOfText(ReadOnlySpan<char> text, int quote)
    {
        int at = quote + 1;
        while (at < text.Length && text[at] != '"')
        {
            at += text[at] == '\\' ? 2 : 1;
        }

        return at;
    }
}
