using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace FineTune;

/// <summary>
/// JSON as Python's <c>json</c> writes and reads it: floats by <c>repr</c> (so <c>1.0</c> stays a float and <c>1</c> an int), bare
/// <c>NaN</c> and <c>Infinity</c>, everything beyond ASCII escaped.
/// </summary>
internal static class JsonText
{
    /// <summary><c>json.dumps(node, indent=indent, sort_keys=sortKeys)</c>.</summary>
    public static string Write(JsonNode? node, int indent = 2, bool sortKeys = false)
    {
        StringBuilder text = new();
        new Writer(text, indent, sortKeys).Append(node, depth: 0);
        return text.ToString();
    }

    /// <summary><c>json.dumps(node)</c>: one line.</summary>
    public static string WriteLine(JsonNode? node)
    {
        StringBuilder text = new();
        new Writer(text, indent: -1, sortKeys: false).Append(node, depth: 0);
        return text.ToString();
    }

    /// <summary><c>json.loads(text)</c>; whole numbers become <see cref="long"/>, others <see cref="double"/>.</summary>
    /// <exception cref="FormatException">The text is not JSON; the message names line and column.</exception>
    public static JsonNode? Read(string text) => new JsonTextReader(text).ReadDocument();

    /// <summary><c>json.loads(text)</c> where an object is expected.</summary>
    /// <exception cref="FormatException">The text is not a JSON object.</exception>
    public static JsonObject ReadObject(string text) => Read(text) as JsonObject
        ?? throw new FormatException("Expected a JSON object ({ ... }), but the text holds something else.");

    private sealed class Writer(StringBuilder text, int indent, bool sortKeys)
    {
        public void Append(JsonNode? node, int depth)
        {
            switch (node)
            {
                case null:
                    text.Append("null");
                    break;
                case JsonObject map:
                    AppendMap(map, depth);
                    break;
                case JsonArray list:
                    AppendList(list, depth);
                    break;
                default:
                    AppendValue((JsonValue)node);
                    break;
            }
        }

        private void AppendMap(JsonObject map, int depth)
        {
            IEnumerable<KeyValuePair<string, JsonNode?>> entries = sortKeys
                ? map.OrderBy(entry => entry.Key, CodePointOrder.Instance)
                : map;
            text.Append('{');
            bool first = true;
            foreach ((string key, JsonNode? value) in entries)
            {
                Separate(ref first, depth + 1);
                AppendText(key);
                text.Append(": ");
                Append(value, depth + 1);
            }

            Close('}', first, depth);
        }

        private void AppendList(JsonArray list, int depth)
        {
            text.Append('[');
            bool first = true;
            foreach (JsonNode? value in list)
            {
                Separate(ref first, depth + 1);
                Append(value, depth + 1);
            }

            Close(']', first, depth);
        }

        private void Separate(ref bool first, int depth)
        {
            if (!first)
            {
                text.Append(indent < 0 ? ", " : ",");
            }

            first = false;
            NewLine(depth);
        }

        private void Close(char bracket, bool empty, int depth)
        {
            if (!empty)
            {
                NewLine(depth);
            }

            text.Append(bracket);
        }

        private void NewLine(int depth)
        {
            if (indent >= 0)
            {
                text.Append('\n').Append(' ', indent * depth);
            }
        }

        private void AppendValue(JsonValue value)
        {
            if (value.TryGetValue(out string? words))
            {
                AppendText(words);
            }
            else if (value.TryGetValue(out bool flag))
            {
                text.Append(flag ? "true" : "false");
            }
            else if (value.TryGetValue(out long whole))
            {
                text.Append(whole.ToString(CultureInfo.InvariantCulture));
            }
            else if (value.TryGetValue(out int small))
            {
                text.Append(small.ToString(CultureInfo.InvariantCulture));
            }
            else
            {
                AppendReal(value.GetValue<double>());
            }
        }

        private void AppendReal(double value) => text.Append(
            double.IsNaN(value) ? "NaN" : double.IsInfinity(value) ? (value > 0 ? "Infinity" : "-Infinity") : PythonNumber.Repr(value));

        private void AppendText(string value)
        {
            text.Append('"');
            foreach (char c in value)
            {
                _ = c switch
                {
                    '"' => text.Append("\\\""),
                    '\\' => text.Append("\\\\"),
                    '\n' => text.Append("\\n"),
                    '\r' => text.Append("\\r"),
                    '\t' => text.Append("\\t"),
                    '\b' => text.Append("\\b"),
                    '\f' => text.Append("\\f"),
                    < ' ' or > '~' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                    _ => text.Append(c),
                };
            }

            text.Append('"');
        }
    }
}
