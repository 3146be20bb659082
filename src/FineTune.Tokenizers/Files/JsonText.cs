using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>
/// Writes JSON byte for byte as the reference does: two spaces of indentation, and nothing escaped but quotation marks, backslashes
/// and control characters.
/// </summary>
internal sealed class JsonText(bool sortKeys)
{
    private readonly StringBuilder _text = new();

    /// <summary>A number with a fraction as the reference spells it: the fewest digits that give it again, and never without a point or exponent.</summary>
    public static JsonNode Number(double value)
    {
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        int exponent = text.IndexOf('E', StringComparison.Ordinal);
        if (exponent >= 0)
            text = $"{text[..exponent]}e{int.Parse(text[(exponent + 1)..], CultureInfo.InvariantCulture)}";
        else if (!text.Contains('.'))
            text += ".0";
        return JsonNode.Parse(text)!;
    }

    public static string Write(JsonNode? node, bool sortKeys)
    {
        JsonText writer = new(sortKeys);
        writer.Write(node, 0);
        return writer._text.ToString();
    }

    private void Write(JsonNode? node, int depth)
    {
        switch (node)
        {
            case null:
                _text.Append("null");
                break;
            case JsonObject map:
                IEnumerable<KeyValuePair<string, JsonNode?>> properties = sortKeys
                    ? map.OrderBy(property => property.Key, StringComparer.Ordinal)
                    : map;
                WriteAll('{', '}', properties, depth, property =>
                {
                    WriteString(property.Key);
                    _text.Append(": ");
                    Write(property.Value, depth + 1);
                });
                break;
            case JsonArray list:
                WriteAll('[', ']', list, depth, item => Write(item, depth + 1));
                break;
            default:
                WriteValue(node.AsValue());
                break;
        }
    }

    private void WriteAll<T>(char open, char close, IEnumerable<T> items, int depth, Action<T> write)
    {
        _text.Append(open);
        bool any = false;
        foreach (T item in items)
        {
            _text.Append(any ? "," : "").Append('\n').Append(' ', (depth + 1) * 2);
            write(item);
            any = true;
        }

        if (any)
            _text.Append('\n').Append(' ', depth * 2);
        _text.Append(close);
    }

    private void WriteValue(JsonValue value)
    {
        if (value.GetValueKind() == JsonValueKind.String)
            WriteString(value.GetValue<string>());
        else
            _text.Append(value.ToJsonString());
    }

    private void WriteString(string text)
    {
        _text.Append('"');
        foreach (char c in text)
        {
            _ = c switch
            {
                '"' => _text.Append("\\\""),
                '\\' => _text.Append("\\\\"),
                '\n' => _text.Append("\\n"),
                '\r' => _text.Append("\\r"),
                '\t' => _text.Append("\\t"),
                '\b' => _text.Append("\\b"),
                '\f' => _text.Append("\\f"),
                < ' ' => _text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => _text.Append(c),
            };
        }

        _text.Append('"');
    }
}
