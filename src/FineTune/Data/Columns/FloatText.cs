using System.Globalization;

namespace FineTune.Data;

/// <summary>A number with a fraction as the shortest text that reads back the same, laid out as the reference does.</summary>
internal static class FloatText
{
    /// <summary>As Python's <c>repr</c>: <c>1.0</c>, <c>1e-05</c>.</summary>
    public static string Python(double value) => double.IsFinite(value)
        ? Layout(Shortest(value.ToString("R", CultureInfo.InvariantCulture)), smallest: -4, largest: 15, exponentDigits: 2, point: true)
        : NotFinite(value);

    /// <summary>As Arrow's cast to text: <c>1</c>, <c>0.00001</c>, <c>1e+10</c>.</summary>
    public static string Arrow(double value) => double.IsFinite(value)
        ? Layout(Shortest(value.ToString("R", CultureInfo.InvariantCulture)), smallest: -6, largest: 9, exponentDigits: 1, point: false)
        : NotFinite(value);

    /// <summary>As Arrow's cast of a number of half the width to text: the shortest text for a number of that width.</summary>
    public static string Arrow(float value) => float.IsFinite(value)
        ? Layout(Shortest(value.ToString("R", CultureInfo.InvariantCulture)), smallest: -6, largest: 9, exponentDigits: 1, point: false)
        : NotFinite(value);

    /// <summary>As <c>to_csv</c> writes a number of a type: what NumPy makes of it, which turns to powers of ten where a narrow type's digits end.</summary>
    public static string Csv(double value, string dtype) => dtype switch
    {
        "float32" when double.IsFinite(value) => Narrow(value, ((float)value).ToString("R", CultureInfo.InvariantCulture), 1e6),
        "float16" when double.IsFinite(value) => Narrow(value, ((Half)value).ToString("R", CultureInfo.InvariantCulture), 1e3),
        _ => Python(value),
    };

    private static string Narrow(double value, string text, double most) =>
        Math.Abs(value) is var size && (size == 0 || (size >= 1e-4 && size < most))
            ? Layout(Shortest(text), int.MinValue, int.MaxValue, exponentDigits: 2, point: true)
            : Layout(Shortest(text), int.MaxValue, int.MaxValue, exponentDigits: 2, point: true);

    private static string NotFinite(double value) => double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";

    private static string Layout((string Sign, string Digits, int Exponent) number, int smallest, int largest, int exponentDigits, bool point)
    {
        (string sign, string digits, int exponent) = number;
        if (exponent < smallest || exponent > largest)
        {
            string fraction = digits.Length > 1 ? "." + digits[1..] : string.Empty;
            string power = Math.Abs(exponent).ToString("D" + exponentDigits, CultureInfo.InvariantCulture);
            return $"{sign}{digits[0]}{fraction}e{(exponent < 0 ? "-" : "+")}{power}";
        }

        if (exponent < 0)
        {
            return sign + "0." + new string('0', -exponent - 1) + digits;
        }

        string whole = digits.PadRight(exponent + 1, '0');
        string rest = whole[(exponent + 1)..];
        return sign + whole[..(exponent + 1)] + (rest.Length > 0 ? "." + rest : point ? ".0" : string.Empty);
    }

    /// <summary>The significant digits and the power of ten of the first, of a number as .NET writes it so that it reads back the same.</summary>
    private static (string Sign, string Digits, int Exponent) Shortest(string number)
    {
        string sign = number[0] == '-' ? "-" : string.Empty;
        string text = number[sign.Length..];
        int e = text.IndexOf('E');
        int exponent = e < 0 ? 0 : int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        string mantissa = e < 0 ? text : text[..e];
        int dot = mantissa.IndexOf('.');
        exponent += (dot < 0 ? mantissa.Length : dot) - 1;
        string digits = mantissa.Replace(".", string.Empty);
        int leading = digits.Length - digits.TrimStart('0').Length;
        digits = digits.Trim('0');
        return digits.Length == 0 ? (sign, "0", 0) : (sign, digits, exponent - leading);
    }
}
