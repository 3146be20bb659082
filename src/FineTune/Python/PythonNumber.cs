using System.Globalization;
using System.Text;

namespace FineTune;

/// <summary>
/// Numbers as Python rounds and writes them, so that files and logs are the reference's to the last digit: always from the exact value of
/// the double, a tie to the even digit. (.NET's <c>Math.Round</c> scales first, and its formats round ties away from zero.)
/// </summary>
internal static class PythonNumber
{
    /// <summary>No double has a digit beyond this place after the point, nor more digits than this.</summary>
    private const string ExactPlaces = "F1080";
    private const string ExactDigits = "E780";

    /// <summary>The shortest text that reads back as the same number, as <c>repr</c> writes it: <c>5e-05</c>, <c>3.0</c>, <c>inf</c>.</summary>
    public static string Repr(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        }

        (string sign, string digits, int exponent) = Shortest(value);
        return sign + Layout(digits, exponent, scientificFrom: 16, keepPoint: true);
    }

    /// <summary><c>f"{value:.4g}"</c>: at most so many significant digits, no zeros at the end.</summary>
    public static string General(double value, int significant)
    {
        if (!double.IsFinite(value))
        {
            return Repr(value);
        }

        string exact = value.ToString(ExactDigits, CultureInfo.InvariantCulture);
        string sign = exact[0] == '-' ? "-" : string.Empty;
        int mark = exact.IndexOf('E', StringComparison.Ordinal);
        int exponent = int.Parse(exact.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        string digits = exact[sign.Length..mark].Replace(".", string.Empty, StringComparison.Ordinal);
        string rounded = RoundHalfEven(digits, significant);
        if (rounded.Length > significant)
        {
            rounded = rounded[..significant];
            exponent++;
        }

        return sign + Layout(rounded.TrimEnd('0') is { Length: > 0 } kept ? kept : "0", exponent, scientificFrom: significant, keepPoint: false);
    }

    /// <summary><c>round(value, places)</c>.</summary>
    public static double Round(double value, int places)
    {
        if (!double.IsFinite(value))
        {
            return value;
        }

        string exact = Math.Abs(value).ToString(ExactPlaces, CultureInfo.InvariantCulture);
        int point = exact.IndexOf('.', StringComparison.Ordinal);
        string digits = exact[..point] + exact[(point + 1)..];
        string rounded = RoundHalfEven(digits, point + places);
        string text = rounded[..^places] + "." + rounded[^places..];
        return Math.CopySign(double.Parse(text, CultureInfo.InvariantCulture), value);
    }

    /// <summary>Cuts a row of decimal digits after <paramref name="count"/>; one digit longer when the carry runs over the front.</summary>
    private static string RoundHalfEven(string digits, int count)
    {
        if (digits.Length <= count)
        {
            return digits.PadRight(count, '0');
        }

        ReadOnlySpan<char> rest = digits.AsSpan(count);
        bool tie = rest[0] == '5' && rest[1..].IndexOfAnyExcept('0') < 0;
        bool up = tie ? count > 0 && (digits[count - 1] - '0') % 2 == 1 : rest[0] >= '5';
        char[] kept = digits[..count].ToCharArray();
        int i = count - 1;
        for (; up && i >= 0; i--)
        {
            up = kept[i] == '9';
            kept[i] = up ? '0' : (char)(kept[i] + 1);
        }

        return up ? "1" + new string(kept) : new string(kept);
    }

    /// <summary>The fewest digits that identify the number, the first of them before the point of <c>d.ddd x 10^exponent</c>.</summary>
    private static (string Sign, string Digits, int Exponent) Shortest(double value)
    {
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        string sign = text[0] == '-' ? "-" : string.Empty;
        text = text[sign.Length..];
        int mark = text.IndexOf('E', StringComparison.Ordinal);
        int exponent = mark < 0 ? 0 : int.Parse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        string mantissa = mark < 0 ? text : text[..mark];
        int point = mantissa.IndexOf('.', StringComparison.Ordinal);
        exponent += (point < 0 ? mantissa.Length : point) - 1;
        string digits = mantissa.Replace(".", string.Empty, StringComparison.Ordinal);
        string trimmed = digits.TrimStart('0');
        exponent -= digits.Length - trimmed.Length;
        trimmed = trimmed.TrimEnd('0');
        return trimmed.Length == 0 ? (sign, "0", 0) : (sign, trimmed, exponent);
    }

    /// <summary>Writes digits with the first before the point and a power of ten, or with the power written out when it is small.</summary>
    private static string Layout(string digits, int exponent, int scientificFrom, bool keepPoint)
    {
        if (exponent < -4 || exponent >= scientificFrom)
        {
            string fraction = digits.Length > 1 ? "." + digits[1..] : string.Empty;
            return $"{digits[0]}{fraction}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
        }

        StringBuilder text = new();
        if (exponent < 0)
        {
            return text.Append("0.").Append('0', -exponent - 1).Append(digits).ToString();
        }

        int whole = exponent + 1;
        text.Append(digits.Length >= whole ? digits[..whole] : digits.PadRight(whole, '0'));
        if (digits.Length > whole)
        {
            return text.Append('.').Append(digits.AsSpan(whole)).ToString();
        }

        return keepPoint ? text.Append(".0").ToString() : text.ToString();
    }
}
