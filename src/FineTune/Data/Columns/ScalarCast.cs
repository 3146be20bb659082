using System.Globalization;
using System.Text;

namespace FineTune.Data;

/// <summary>Converts single values to what a <see cref="Value"/> holds; null where a value cannot become one without losing what it says.</summary>
internal static class ScalarCast
{
    private const NumberStyles FloatStyle = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>A whole number from the least to the most of a type, <c>int8</c> to <c>uint64</c> (as far as <see cref="long"/> goes).</summary>
    public static Func<object, long?> ToInteger(string dtype)
    {
        (long least, long most) = dtype switch
        {
            "int8" => (sbyte.MinValue, sbyte.MaxValue),
            "int16" => (short.MinValue, short.MaxValue),
            "int32" => (int.MinValue, int.MaxValue),
            "uint8" => (0, byte.MaxValue),
            "uint16" => (0, ushort.MaxValue),
            "uint32" => (0, uint.MaxValue),
            "uint64" => (0, long.MaxValue),
            _ => (long.MinValue, long.MaxValue),
        };
        return value => ToInt64(value) is { } number && number >= least && number <= most ? number : null;
    }

    public static long? ToInt64(object value) => value switch
    {
        long number => number,
        int number => number,
        bool flag => flag ? 1 : 0,
        ulong number when number <= long.MaxValue => (long)number,
        decimal number when decimal.IsInteger(number) && Math.Abs(number) <= long.MaxValue => (long)number,
        double or float when ValueKinds.ToDouble(value) is var number && Math.Floor(number) == number && Math.Abs(number) < 1L << 53 => (long)number,
        string text when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) => number,
        _ => null,
    };

    /// <summary>A number with a fraction, rounded to the width of the type.</summary>
    public static Func<object, double?> ToFloat(string dtype) => dtype switch
    {
        "float32" => value => (float?)ToDouble(value),
        "float16" => value => ToDouble(value) is { } number ? (double)(Half)number : null,
        _ => ToDouble,
    };

    public static bool? ToBool(object value) => value switch
    {
        bool flag => flag,
        long number => number != 0,
        double number => number != 0,
        string text when text.Equals("true", StringComparison.OrdinalIgnoreCase) || text == "1" => true,
        string text when text.Equals("false", StringComparison.OrdinalIgnoreCase) || text == "0" => false,
        _ => null,
    };

    /// <summary>What <paramref name="unit"/> counts: values of .NET's types for times, whole numbers, and texts in ISO 8601 but for times of day, as in Arrow.</summary>
    public static Func<object, long?> ToTemporal(TemporalUnit unit) => value => value switch
    {
        long number => number,
        string text => unit.Kind switch
        {
            TemporalUnit.Kinds.Date when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date) => unit.Unbox(date),
            TemporalUnit.Kinds.Timestamp when text is [_, _, _, _, '-', ..]
                && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) => unit.Unbox(time),
            _ => null,
        },
        _ => unit.Unbox(value),
    };

    /// <summary>
    /// A decimal of so many digits, so many of them behind the point. A binary fraction has no end of digits of its own and is rounded; nothing
    /// else is, as in Arrow.
    /// </summary>
    public static Func<object, decimal?> ToDecimal(int precision, int scale) => value =>
        (value is double or float ? DecimalText.Rounded(ValueKinds.ToDouble(value), scale) : ToDecimal(value)) is { } number
        && DecimalText.Fits(number, precision, scale) ? number : null;

    public static byte[]? ToBytes(object value) => value switch
    {
        byte[] bytes => bytes,
        string text => Encoding.UTF8.GetBytes(text),
        _ => null,
    };

    /// <summary>The text for a value of a column, as Arrow writes numbers, truth values and bytes; bytes that are no text have none.</summary>
    public static Func<object, string?> ToText(Feature feature) => feature switch
    {
        Value { Dtype: { } dtype } when Dtypes.TryDecimal(dtype, out _, out int scale) => value => DecimalText.Of((decimal)value, scale),
        Value { Dtype: "float32" } => value => FloatText.Arrow((float)ValueKinds.ToDouble(value)),
        _ => ToText,
    };

    private static string? ToText(object value) => value switch
    {
        string text => text,
        bool flag => flag ? "true" : "false",
        long or int => ValueKinds.ToInt64(value).ToString(CultureInfo.InvariantCulture),
        ulong number => number.ToString(CultureInfo.InvariantCulture),
        double or float => FloatText.Arrow(ValueKinds.ToDouble(value)),
        byte[] bytes when System.Text.Unicode.Utf8.IsValid(bytes) => Encoding.UTF8.GetString(bytes),
        _ => null,
    };

    private static decimal? ToDecimal(object value) => value switch
    {
        decimal number => number,
        long or int => ValueKinds.ToInt64(value),
        ulong number => number,
        string text when decimal.TryParse(text, FloatStyle, CultureInfo.InvariantCulture, out decimal number) => number,
        _ => null,
    };

    private static double? ToDouble(object value) => value switch
    {
        double number => number,
        float number => number,
        long or int => ValueKinds.ToInt64(value),
        ulong number => number,
        decimal number => (double)number,
        bool flag => flag ? 1 : 0,
        string text when double.TryParse(text, FloatStyle, CultureInfo.InvariantCulture, out double number) => number,
        _ => null,
    };
}
