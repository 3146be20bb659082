using System.Globalization;
using System.Numerics;

namespace FineTune.Data;

/// <summary>Decimals as files hold them: a whole number, and how many of its digits stand behind the point.</summary>
internal static class DecimalText
{
    private const int MostDigits = 28;
    private static readonly BigInteger s_largest = (BigInteger.One << 96) - 1;

    /// <exception cref="NotSupportedException">.NET's <see cref="decimal"/>, of 28 digits, cannot hold the number.</exception>
    public static decimal Scaled(BigInteger digits, int scale)
    {
        for (; scale < 0; scale++)
        {
            digits *= 10;
        }

        while (!Fits(digits, scale) && scale > 0 && BigInteger.Remainder(digits, 10).IsZero)
        {
            digits /= 10;
            scale--;
        }

        if (!Fits(digits, scale))
        {
            throw new NotSupportedException(
                $"it holds the decimal {digits}e-{scale}, which has more than the 28 digits .NET can keep; cast the column to string or float64 where it was written");
        }

        BigInteger absolute = BigInteger.Abs(digits);
        return new decimal(Part(absolute), Part(absolute >> 32), Part(absolute >> 64), digits.Sign < 0, (byte)scale);
    }

    /// <summary>Gets whether a decimal has no more than so many digits, so many of them behind the point; zeros at the end do not count.</summary>
    public static bool Fits(decimal value, int precision, int scale) =>
        TryDigits(value, scale, out BigInteger digits) && BigInteger.Abs(digits) < BigInteger.Pow(10, precision);

    /// <summary>A number rounded to so many digits behind the point, halves to even; null if it is too large for a decimal, or not finite.</summary>
    public static decimal? Rounded(double value, int scale)
    {
        if (!(Math.Abs(value) < 1e28))
        {
            return null;
        }

        // A number is a whole mantissa times a power of two, so this is exact.
        long bits = BitConverter.DoubleToInt64Bits(Math.Abs(value));
        int exponent = Math.Max(1, (int)(bits >> 52)) - 1075;
        BigInteger mantissa = (bits & ((1L << 52) - 1)) | (bits >> 52 == 0 ? 0 : 1L << 52);
        BigInteger above = mantissa * BigInteger.Pow(10, Math.Max(0, scale)) << Math.Max(0, exponent);
        BigInteger below = BigInteger.Pow(10, Math.Max(0, -scale)) << Math.Max(0, -exponent);
        BigInteger digits = BigInteger.DivRem(above, below, out BigInteger rest);
        int half = (rest * 2).CompareTo(below);
        digits += half > 0 || (half == 0 && !digits.IsEven) ? 1 : 0;
        return scale <= MostDigits && digits <= s_largest ? Scaled(value < 0 ? -digits : digits, scale) : (decimal)value;
    }

    /// <summary>The whole number for a decimal with so many digits behind the point.</summary>
    /// <exception cref="ArgumentException">It has more of them.</exception>
    public static BigInteger Digits(decimal value, int scale) =>
        TryDigits(value, scale, out BigInteger digits) ? digits : throw DataError.TooManyDigits(value, scale);

    /// <summary>The text with so many digits behind the point, as Python and Arrow write it: <c>1.50</c>, <c>1E-7</c>.</summary>
    public static string Of(decimal value, int scale)
    {
        BigInteger whole = Digits(value, scale);
        string sign = whole.Sign < 0 ? "-" : string.Empty;
        string digits = BigInteger.Abs(whole).ToString(CultureInfo.InvariantCulture);
        int exponent = digits.Length - 1 - scale;
        if (scale < 0 || exponent < -6)
        {
            string fraction = digits.Length > 1 ? "." + digits[1..] : string.Empty;
            return $"{sign}{digits[0]}{fraction}E{(exponent < 0 ? "-" : "+")}{Math.Abs(exponent)}";
        }

        digits = digits.PadLeft(scale + 1, '0');
        return sign + digits[..^scale] + (scale > 0 ? "." + digits[^scale..] : string.Empty);
    }

    private static bool TryDigits(decimal value, int scale, out BigInteger digits)
    {
        int[] bits = decimal.GetBits(value);
        BigInteger absolute = ((BigInteger)(uint)bits[2] << 64) | ((BigInteger)(uint)bits[1] << 32) | (uint)bits[0];
        int missing = scale - value.Scale;
        BigInteger factor = BigInteger.Pow(10, Math.Abs(missing));
        BigInteger rest = BigInteger.Zero;
        absolute = missing >= 0 ? absolute * factor : BigInteger.DivRem(absolute, factor, out rest);
        digits = value < 0 ? -absolute : absolute;
        return rest.IsZero;
    }

    private static bool Fits(BigInteger digits, int scale) => scale <= MostDigits && BigInteger.Abs(digits) <= s_largest;

    private static int Part(BigInteger value) => unchecked((int)(uint)(value & uint.MaxValue));
}
