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

    /// <summary>The whole number for a decimal with so many digits behind the point.</summary>
    /// <exception cref="ArgumentException">It has more of them.</exception>
    public static BigInteger Digits(decimal value, int scale)
    {
        int[] bits = decimal.GetBits(value);
        BigInteger digits = ((BigInteger)(uint)bits[2] << 64) | ((BigInteger)(uint)bits[1] << 32) | (uint)bits[0];
        int missing = scale - value.Scale;
        BigInteger factor = BigInteger.Pow(10, Math.Abs(missing));
        BigInteger scaled = missing >= 0 ? digits * factor : BigInteger.DivRem(digits, factor, out BigInteger rest) is var whole && rest.IsZero
            ? whole
            : throw DataError.TooManyDigits(value, scale);
        return value < 0 ? -scaled : scaled;
    }

    private static bool Fits(BigInteger digits, int scale) => scale <= MostDigits && BigInteger.Abs(digits) <= s_largest;

    private static int Part(BigInteger value) => unchecked((int)(uint)(value & uint.MaxValue));
}
