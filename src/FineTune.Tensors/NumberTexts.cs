using System.Globalization;
using System.Numerics;

namespace FineTune;

/// <summary>Numbers as NumPy writes those of one array: the shortest text that says each, up to eight decimals, all of one width.</summary>
internal static class NumberTexts
{
    private const int Decimals = 8;
    private const int MostDigits = 112; // No float has more.

    /// <summary>Gets the text of each number, padded to a common width.</summary>
    public static IReadOnlyList<string> Of<T>(T[] values) => values switch
    {
        float[] floats => Of(floats),
        _ => Padded([.. values.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)!)]),
    };

    /// <summary>Gets the text of a number by itself.</summary>
    public static string Scalar<T>(T value)
    {
        if (value is not float number)
        {
            return Convert.ToString(value, CultureInfo.InvariantCulture)!;
        }

        float size = Math.Abs(number);
        string text = !float.IsFinite(number) ? Of([number])[0] : size == 0 || (size >= 0.0001 && size < 1e6f) ? Plain(number) : Scientific(number);
        return text.EndsWith('.') ? text + "0" : text.Replace(".e", "e", StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Of(float[] values)
    {
        float[] sizes = [.. values.Where(float.IsFinite).Select(MathF.Abs).Where(value => value != 0)];
        bool isScientific = sizes.Length > 0 && (sizes.Max() >= 1e8f || sizes.Min() < 0.0001 || sizes.Max() / sizes.Min() > 1000f);
        string[] finite = [.. values.Where(float.IsFinite).Select(value => isScientific ? Scientific(value) : Positional(value))];
        if (isScientific)
        {
            int digits = finite.Max(text => Fraction(text).Length);
            int exponent = finite.Max(text => text.Length - text.IndexOf('e', StringComparison.Ordinal) - 2);
            finite = [.. values.Where(float.IsFinite).Select(value => Scientific(value, digits, exponent))];
        }

        int left = finite.Select(text => text.IndexOf('.', StringComparison.Ordinal)).DefaultIfEmpty().Max();
        int right = finite.Select(text => text.Length - text.IndexOf('.', StringComparison.Ordinal) - 1).DefaultIfEmpty().Max();
        Queue<string> aligned = new(finite.Select(text => Aligned(text, left, right)));
        return Padded([.. values.Select(value => float.IsFinite(value) ? aligned.Dequeue() : float.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf")]);
    }

    private static string[] Padded(string[] texts)
    {
        int width = texts.Max(text => text.Length);
        return Array.ConvertAll(texts, text => text.PadLeft(width));
    }

    private static string Aligned(string text, int left, int right)
    {
        int point = text.IndexOf('.', StringComparison.Ordinal);
        return (new string(' ', left - point) + text).PadRight(left + 1 + right);
    }

    /// <summary>Decimals without an exponent, at least <c>0.</c>, at most eight of them after the point.</summary>
    private static string Positional(float value)
    {
        string shortest = Plain(value);
        return shortest.Length - shortest.IndexOf('.', StringComparison.Ordinal) - 1 <= Decimals ? shortest : Rounded(value);
    }

    private static string Plain(float value)
    {
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        text = text.Contains('E', StringComparison.Ordinal)
            ? decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)
            : text;
        return text.Contains('.', StringComparison.Ordinal) ? text : text + ".";
    }

    /// <summary>The exact number to eight decimals, a tie to the even digit; the product is exact, as 24 bits times 27 are.</summary>
    private static string Rounded(float value) => ((decimal)Math.Round((double)value * 1e8, MidpointRounding.ToEven) / 100_000_000)
        .ToString("0.########", CultureInfo.InvariantCulture);

    /// <summary>One digit, as few others as tell the number from its neighbours, and an exponent of two digits or more.</summary>
    private static string Scientific(float value)
    {
        int digits = 0;
        while (digits < Decimals && float.Parse(value.ToString("E" + digits, CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) != value)
        {
            digits++;
        }

        return Scientific(value, digits, leastExponent: 2);
    }

    /// <summary>One digit, so many others of the exact number (a tie goes to the even digit), and an exponent.</summary>
    private static string Scientific(float value, int digits, int leastExponent)
    {
        string all = ((double)Math.Abs(value)).ToString("E" + MostDigits, CultureInfo.InvariantCulture);
        int mark = all.IndexOf('E', StringComparison.Ordinal);
        int exponent = int.Parse(all.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        BigInteger unit = BigInteger.Pow(10, MostDigits - digits);
        BigInteger kept = BigInteger.DivRem(BigInteger.Parse(all[..1] + all[2..mark], CultureInfo.InvariantCulture), unit, out BigInteger left);
        int half = (left * 2).CompareTo(unit);
        string number = (half > 0 || (half == 0 && !kept.IsEven) ? kept + 1 : kept).ToString(CultureInfo.InvariantCulture).PadLeft(digits + 1, '0');
        exponent += number.Length - digits - 1;
        string sign = float.IsNegative(value) ? "-" : string.Empty;
        return $"{sign}{number[0]}.{number.Substring(1, digits)}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent).ToString(CultureInfo.InvariantCulture).PadLeft(leastExponent, '0')}";
    }

    private static string Fraction(string text) =>
        text[(text.IndexOf('.', StringComparison.Ordinal) + 1)..text.IndexOf('e', StringComparison.Ordinal)];
}
