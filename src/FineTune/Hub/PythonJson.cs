using System.Globalization;
using System.Text;
using System.Text.Json;

namespace FineTune;

/// <summary>
/// JSON as Python's <c>json</c> module reads and writes it: whole numbers and floats stay apart, <c>1e-05</c> is spelled so, text is
/// ASCII with escapes, keys are sorted. Values are null, bool, long, double, string, lists and dictionaries of these.
/// </summary>
internal static class PythonJson
{
    /// <summary>Reads a document.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static object? Parse(ReadOnlyMemory<byte> utf8)
    {
        ReadOnlyMemory<byte> text = utf8.Span.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;
        using JsonDocument document = JsonDocument.Parse(text);
        return FromElement(document.RootElement);
    }

    /// <summary>Writes a value as <c>json.dumps(value, indent=2, sort_keys=True)</c> does, without a newline at the end.</summary>
    public static string Write(object? value)
    {
        StringBuilder text = new();
        Append(text, value, indent: 0);
        return text.ToString();
    }

    /// <summary>Writes a float as Python's <c>repr</c> does.</summary>
    public static string Write(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
        }

        (string sign, string digits, int exponent) = Shortest(value);
        return sign + (value != 0 && exponent is < -4 or >= 16 ? Scientific(digits, exponent) : Positional(digits, exponent));
    }

    private static string Scientific(string digits, int exponent)
    {
        string mantissa = digits.Length == 1 ? digits : digits[..1] + "." + digits[1..];
        return $"{mantissa}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
    }

    private static string Positional(string digits, int exponent)
    {
        if (exponent < 0)
        {
            return "0." + new string('0', -exponent - 1) + digits;
        }

        string padded = digits.PadRight(exponent + 2, '0');
        return padded[..(exponent + 1)] + "." + padded[(exponent + 1)..];
    }

    /// <summary>The shortest digits that read back as the value, and the power of ten of the first.</summary>
    private static (string Sign, string Digits, int Exponent) Shortest(double value)
    {
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        string sign = text.StartsWith('-') ? "-" : string.Empty;
        int e = text.IndexOf('E');
        int power = e < 0 ? 0 : int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        string mantissa = text[sign.Length..(e < 0 ? text.Length : e)];
        int point = mantissa.IndexOf('.') is var at and >= 0 ? at : mantissa.Length;
        string all = mantissa.Replace(".", string.Empty);
        string digits = all.TrimStart('0');
        return digits.Length == 0 ? (sign, "0", 0) : (sign, digits.TrimEnd('0'), power + point - 1 - (all.Length - digits.Length));
    }

    private static object? FromElement(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => FromObject(element),
        JsonValueKind.Array => element.EnumerateArray().Select(FromElement).ToArray(),
        JsonValueKind.String => element.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => FromNumber(element),
        _ => null,
    };

    private static Dictionary<string, object?> FromObject(JsonElement element)
    {
        Dictionary<string, object?> values = new(StringComparer.Ordinal);
        foreach (JsonProperty property in element.EnumerateObject())
        {
            values[property.Name] = FromElement(property.Value);
        }

        return values;
    }

    private static object FromNumber(JsonElement element) =>
        element.GetRawText().AsSpan().IndexOfAny('.', 'e', 'E') < 0 && element.TryGetInt64(out long whole)
            ? whole
            : (object)element.GetDouble();

    private static void Append(StringBuilder text, object? value, int indent)
    {
        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case bool flag:
                text.Append(flag ? "true" : "false");
                break;
            case int or long:
                text.Append(CultureInfo.InvariantCulture, $"{value}");
                break;
            case double number:
                text.Append(Write(number));
                break;
            case string characters:
                AppendString(text, characters);
                break;
            case IReadOnlyDictionary<int, string> map:
                AppendItems(text, '{', '}', indent, map.OrderBy(pair => pair.Key).Select(pair => (Name(pair.Key), (object?)pair.Value)));
                break;
            case IReadOnlyDictionary<string, int> map:
                AppendItems(text, '{', '}', indent, Sorted(map).Select(pair => ((string?)pair.Key, (object?)pair.Value)));
                break;
            case IReadOnlyDictionary<string, object?> map:
                AppendItems(text, '{', '}', indent, Sorted(map).Select(pair => ((string?)pair.Key, pair.Value)));
                break;
            case IEnumerable<object?> list:
                AppendItems(text, '[', ']', indent, list.Select(item => ((string?)null, item)));
                break;
            default:
                throw new InvalidOperationException($"Bug in FineTune: a {value.GetType().Name} cannot be written as JSON.");
        }
    }

    private static string? Name(int key) => key.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<KeyValuePair<string, T>> Sorted<T>(IReadOnlyDictionary<string, T> map) =>
        map.OrderBy(pair => pair.Key, CodePointOrder.Instance);

    private static void AppendItems(StringBuilder text, char open, char close, int indent, IEnumerable<(string? Key, object? Value)> items)
    {
        text.Append(open);
        bool any = false;
        foreach ((string? key, object? value) in items)
        {
            text.Append(any ? ",\n" : "\n").Append(' ', indent + 2);
            any = true;
            if (key is not null)
            {
                AppendString(text, key);
                text.Append(": ");
            }

            Append(text, value, indent + 2);
        }

        if (any)
        {
            text.Append('\n').Append(' ', indent);
        }

        text.Append(close);
    }

    private static void AppendString(StringBuilder text, string characters)
    {
        text.Append('"');
        foreach (char c in characters)
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
                >= ' ' and <= '~' => text.Append(c),
                _ => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
            };
        }

        text.Append('"');
    }

    /// <summary>Python's order of strings: by code point, where .NET's ordinal order goes by UTF-16 unit.</summary>
    private sealed class CodePointOrder : IComparer<string>
    {
        public static CodePointOrder Instance { get; } = new();

        public int Compare(string? x, string? y)
        {
            StringRuneEnumerator left = x!.EnumerateRunes();
            StringRuneEnumerator right = y!.EnumerateRunes();
            while (true)
            {
                bool hasLeft = left.MoveNext();
                bool hasRight = right.MoveNext();
                if (!hasLeft || !hasRight)
                {
                    return hasLeft.CompareTo(hasRight);
                }

                if (left.Current != right.Current)
                {
                    return left.Current.CompareTo(right.Current);
                }
            }
        }
    }
}
