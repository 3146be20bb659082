using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace FineTune;

/// <summary>YAML of cards as PyYAML's safe loader takes it, and written so that no reader takes it for anything else.</summary>
internal static partial class YamlText
{
    /// <summary>Reads a mapping; an empty text is an empty one, anything else null.</summary>
    /// <exception cref="YamlException">The text is no YAML.</exception>
    public static YamlMappingNode? ReadMap(string yaml)
    {
        YamlStream stream = [];
        try
        {
            stream.Load(new StringReader(yaml));
        }
        catch (Exception bug) when (bug is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // What the library says of some texts, such as a list whose bracket is never closed.
            throw new YamlException("a list, mapping or text is not closed, or its lines are not indented alike", bug);
        }

        return stream.Documents.Count == 0 ? [] : stream.Documents[0].RootNode switch
        {
            YamlMappingNode map => map,
            YamlScalarNode { Style: ScalarStyle.Plain } scalar when IsNull(scalar.Value) => [],
            _ => null,
        };
    }

    /// <summary>Writes a mapping, one key a line; an empty one as nothing.</summary>
    public static string Write(YamlMappingNode map)
    {
        if (map.Children.Count == 0)
        {
            return string.Empty;
        }

        using StringWriter text = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        new YamlStream(new YamlDocument(map)).Save(text, assignAnchors: false);
        string yaml = text.ToString().Replace("\r\n", "\n", StringComparison.Ordinal);
        return yaml.EndsWith("...\n", StringComparison.Ordinal) ? yaml[..^4] : yaml;
    }

    /// <summary>Gets values as JSON has them: whole numbers are <see cref="long"/>, others <see cref="double"/>, dates stay texts.</summary>
    public static JsonNode? ToJson(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(pair => KeyValuePair.Create(KeyText(pair.Key), ToJson(pair.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(ToJson)]),
        YamlScalarNode { Style: ScalarStyle.Plain } scalar => Plain(scalar.Value ?? string.Empty),
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        _ => null,
    };

    public static YamlNode FromJson(JsonNode? node) => node switch
    {
        null => new YamlScalarNode("null") { Style = ScalarStyle.Plain },
        JsonObject map => Map([.. map.Select(pair => (pair.Key, (YamlNode?)FromJson(pair.Value)))]),
        JsonArray list => List(list.Select(FromJson)),
        JsonValue value when value.TryGetValue(out string? text) => Scalar(text),
        JsonValue value when value.TryGetValue(out bool flag) => new YamlScalarNode(flag ? "true" : "false") { Style = ScalarStyle.Plain },
        JsonValue value when value.TryGetValue(out long whole) => new YamlScalarNode(whole.ToString(CultureInfo.InvariantCulture)) { Style = ScalarStyle.Plain },
        JsonValue value when value.TryGetValue(out int small) => new YamlScalarNode(small.ToString(CultureInfo.InvariantCulture)) { Style = ScalarStyle.Plain },
        _ => Number(node.GetValue<double>()),
    };

    /// <summary>A text that every reader takes for one: quoted when it could be something else.</summary>
    public static YamlScalarNode Scalar(string text) => new(text)
    {
        Style = Word().IsMatch(text) && !Keyword().IsMatch(text) ? ScalarStyle.Plain : ScalarStyle.DoubleQuoted,
    };

    /// <summary>A number that every reader takes for one: with a point before the exponent.</summary>
    public static YamlScalarNode Number(double value)
    {
        string text = double.IsNaN(value) ? ".nan" : double.IsInfinity(value) ? (value > 0 ? ".inf" : "-.inf") : PythonNumber.Repr(value);
        int exponent = text.IndexOf('e', StringComparison.Ordinal);
        bool needsPoint = exponent > 0 && !text.Contains('.', StringComparison.Ordinal);
        return new YamlScalarNode(needsPoint ? text.Insert(exponent, ".0") : text) { Style = ScalarStyle.Plain };
    }

    /// <summary>A mapping of what has a value.</summary>
    public static YamlMappingNode Map(params ReadOnlySpan<(string Key, YamlNode? Value)> entries)
    {
        YamlMappingNode map = [];
        foreach ((string key, YamlNode? value) in entries)
        {
            if (value is not null)
            {
                map.Add(Scalar(key), value);
            }
        }

        map.Style = map.Children.Count == 0 ? MappingStyle.Flow : MappingStyle.Block;
        return map;
    }

    public static YamlSequenceNode List(IEnumerable<YamlNode> items)
    {
        YamlSequenceNode list = new(items);
        list.Style = list.Children.Count == 0 ? SequenceStyle.Flow : SequenceStyle.Block;
        return list;
    }

    private static string KeyText(YamlNode key) => key is YamlScalarNode scalar ? scalar.Value ?? string.Empty : key.ToString();

    private static bool IsNull(string? text) => text is null or "" or "~" or "null" or "Null" or "NULL";

    /// <summary>A whole number in YAML 1.1: binary, hexadecimal, decimal or, with a zero in front, octal; null when it is out of range.</summary>
    private static long? WholeNumber(Match match)
    {
        long value = 0;
        (int group, int numberBase) = match.Groups[2].Success ? (2, 2) : match.Groups[3].Success ? (3, 16) : match.Groups[4].Success ? (4, 10) : (5, 8);
        foreach (char digit in match.Groups[group].Value.Where(digit => digit != '_'))
        {
            UInt128 next = ((UInt128)value * (uint)numberBase) + (uint)Convert.ToInt32(digit.ToString(), 16);
            if (next > long.MaxValue)
            {
                return null;
            }

            value = (long)next;
        }

        return match.Groups[1].Value == "-" ? -value : value;
    }

    private static JsonValue? Plain(string text) =>
        IsNull(text) ? null
        : Truth().Match(text) is { Success: true } truth ? JsonValue.Create(truth.Groups[1].Success)
        : Whole().Match(text) is { Success: true } whole && WholeNumber(whole) is { } number ? JsonValue.Create(number)
        : Real().IsMatch(text) && double.TryParse(text.Replace("_", string.Empty, StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture, out double real) ? JsonValue.Create(real)
        : Beyond().Match(text) is { Success: true } beyond
            ? JsonValue.Create(beyond.Groups[2].Success ? double.NaN : beyond.Groups[1].Value == "-" ? double.NegativeInfinity : double.PositiveInfinity)
        : JsonValue.Create(text);

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_./ -]*(?<![ :])$", RegexOptions.CultureInvariant)]
    private static partial Regex Word();

    [GeneratedRegex(@"^(y|n|yes|no|true|false|on|off|null|nan|inf)$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Keyword();

    [GeneratedRegex(@"^(?:(yes|Yes|YES|true|True|TRUE|on|On|ON)|no|No|NO|false|False|FALSE|off|Off|OFF)$", RegexOptions.CultureInvariant)]
    private static partial Regex Truth();

    [GeneratedRegex("^([-+]?)(?:0b([01_]+)|0x([0-9a-fA-F_]+)|(0|[1-9][0-9_]*)|0([0-7_]+))$", RegexOptions.CultureInvariant)]
    private static partial Regex Whole();

    [GeneratedRegex(@"^[-+]?(?:[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?)$", RegexOptions.CultureInvariant)]
    private static partial Regex Real();

    [GeneratedRegex(@"^(?:([-+]?)\.(?:inf|Inf|INF)|(\.nan|\.NaN|\.NAN))$", RegexOptions.CultureInvariant)]
    private static partial Regex Beyond();
}
