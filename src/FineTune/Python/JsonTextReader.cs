using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace FineTune;

/// <summary>Reads what Python's <c>json</c> writes, <c>NaN</c> and <c>Infinity</c> included, which System.Text.Json refuses.</summary>
internal sealed partial class JsonTextReader(string text)
{
    private const int DeepestNesting = 256;
    private int _at;

    public JsonNode? ReadDocument()
    {
        _at = text.StartsWith('\uFEFF') ? 1 : 0;
        JsonNode? node = ReadValue(depth: 0);
        SkipSpace();
        return _at == text.Length ? node : throw Unexpected("the end of the text");
    }

    private JsonNode? ReadValue(int depth)
    {
        SkipSpace();
        if (depth > DeepestNesting)
        {
            throw Unexpected($"at most {DeepestNesting} levels of nesting");
        }

        return Peek() switch
        {
            '{' => ReadMap(depth),
            '[' => ReadList(depth),
            '"' => JsonValue.Create(ReadText()),
            't' => Word("true", JsonValue.Create(true)),
            'f' => Word("false", JsonValue.Create(false)),
            'n' => Word("null", null),
            'N' => Word("NaN", JsonValue.Create(double.NaN)),
            'I' => Word("Infinity", JsonValue.Create(double.PositiveInfinity)),
            _ => ReadNumber(),
        };
    }

    private JsonObject ReadMap(int depth)
    {
        JsonObject map = [];
        _at++;
        SkipSpace();
        while (Peek() != '}')
        {
            if (map.Count > 0)
            {
                Expect(',');
                SkipSpace();
            }

            string key = Peek() == '"' ? ReadText() : throw Unexpected("a key in double quotes");
            SkipSpace();
            Expect(':');
            map[key] = ReadValue(depth + 1);
            SkipSpace();
        }

        _at++;
        return map;
    }

    private JsonArray ReadList(int depth)
    {
        JsonArray list = [];
        _at++;
        SkipSpace();
        while (Peek() != ']')
        {
            if (list.Count > 0)
            {
                Expect(',');
            }

            list.Add(ReadValue(depth + 1));
            SkipSpace();
        }

        _at++;
        return list;
    }

    private string ReadText()
    {
        StringBuilder value = new();
        for (_at++; Peek() != '"'; _at++)
        {
            if (Peek() < ' ')
            {
                throw Unexpected("a closing double quote");
            }

            value.Append(Peek() == '\\' ? ReadEscape() : Peek());
        }

        _at++;
        return value.ToString();
    }

    private char ReadEscape()
    {
        _at++;
        char kind = Peek();
        if (kind != 'u')
        {
            int index = "\"\\/bfnrt".IndexOf(kind, StringComparison.Ordinal);
            return index >= 0 ? "\"\\/\b\f\n\r\t"[index] : throw Unexpected("an escape that JSON has");
        }

        if (_at + 4 >= text.Length || !ushort.TryParse(text.AsSpan(_at + 1, 4), NumberStyles.AllowHexSpecifier, null, out ushort code))
        {
            throw Unexpected("four hexadecimal digits");
        }

        _at += 4;
        return (char)code;
    }

    private JsonValue ReadNumber()
    {
        int start = _at;
        if (Peek() == '-')
        {
            _at++;
            if (Peek() == 'I')
            {
                Word("Infinity", null);
                return JsonValue.Create(double.NegativeInfinity);
            }
        }

        while (_at < text.Length && (char.IsAsciiDigit(text[_at]) || text[_at] is '.' or 'e' or 'E' or '+' or '-'))
        {
            _at++;
        }

        ReadOnlySpan<char> number = text.AsSpan(start, _at - start);
        if (number.IndexOfAny(".eE") < 0 && IsNumber().IsMatch(number) && long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole))
        {
            return JsonValue.Create(whole);
        }

        if (IsNumber().IsMatch(number) && double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double real))
        {
            return JsonValue.Create(real);
        }

        _at = start;
        throw Unexpected("a value");
    }

    [GeneratedRegex("^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)?$")]
    private static partial Regex IsNumber();

    private JsonValue? Word(string word, JsonValue? value)
    {
        if (string.CompareOrdinal(text, _at, word, 0, word.Length) != 0)
        {
            throw Unexpected("a value");
        }

        _at += word.Length;
        return value;
    }

    private void SkipSpace()
    {
        while (_at < text.Length && text[_at] is ' ' or '\n' or '\r' or '\t')
        {
            _at++;
        }
    }

    private char Peek() => _at < text.Length ? text[_at] : '\0';

    private void Expect(char c)
    {
        if (Peek() != c)
        {
            throw Unexpected($"'{c}'");
        }

        _at++;
    }

    private FormatException Unexpected(string expected)
    {
        int line = 1 + text.AsSpan(0, Math.Min(_at, text.Length)).Count('\n');
        int column = _at - (text.LastIndexOf('\n', Math.Max(0, Math.Min(_at, text.Length) - 1)) + 1) + 1;
        return new FormatException($"The JSON text breaks at line {line}, column {column}: expected {expected}.");
    }
}
