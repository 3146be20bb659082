using System.Globalization;
using System.Text.RegularExpressions;

namespace FineTune.Data;

/// <summary>The names of the types a <see cref="Value"/> may have.</summary>
internal static partial class Dtypes
{
    private static readonly HashSet<string> s_plain = new(StringComparer.Ordinal)
    {
        "null", "bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float16", "float32", "float64",
        "date32", "date64", "string", "large_string", "string_view", "binary", "large_binary", "binary_view",
    };

    private static readonly Dictionary<string, string> s_otherNames = new(StringComparer.Ordinal)
    {
        ["float"] = "float32",
        ["double"] = "float64",
        ["utf8"] = "string",
        ["large_utf8"] = "large_string",
        ["bool_"] = "bool",
    };

    /// <summary>Gets the name that this project and the reference write for a type; null if there is no such type.</summary>
    public static string? Normalize(string dtype) =>
        s_otherNames.GetValueOrDefault(dtype) ?? (s_plain.Contains(dtype) || Parameters().IsMatch(dtype) ? dtype : null);

    public static bool IsText(string dtype) => dtype is "string" or "large_string" or "string_view";

    public static bool IsBinary(string dtype) =>
        dtype is "binary" or "large_binary" or "binary_view" || dtype.StartsWith("fixed_size_binary[", StringComparison.Ordinal);

    public static bool IsFloat(string dtype) => dtype is "float16" or "float32" or "float64";

    public static bool IsInteger(string dtype) => dtype is "int8" or "int16" or "int32" or "int64" or "uint8" or "uint16" or "uint32" or "uint64";

    /// <summary>The digits in all and behind the point of <c>decimal128(10, 2)</c>.</summary>
    public static bool TryDecimal(string dtype, out int precision, out int scale)
    {
        Match match = Decimal().Match(dtype);
        precision = match.Success ? int.Parse(match.Groups["precision"].ValueSpan, CultureInfo.InvariantCulture) : 0;
        scale = match.Success ? int.Parse(match.Groups["scale"].ValueSpan, CultureInfo.InvariantCulture) : 0;
        return match.Success;
    }

    [GeneratedRegex(@"^(time32\[(s|ms)\]|time64\[(us|ns)\]|timestamp\[(s|ms|us|ns)(, ?tz=[^\]]+)?\]|duration\[(s|ms|us|ns)\]|decimal(128|256)\(\d+, ?-?\d+\)|fixed_size_binary\[\d+\])$")]
    private static partial Regex Parameters();

    [GeneratedRegex(@"^decimal(128|256)\((?<precision>\d+), ?(?<scale>-?\d+)\)$")]
    private static partial Regex Decimal();
}
