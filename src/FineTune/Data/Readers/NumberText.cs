using System.Globalization;

namespace FineTune.Data;

/// <summary>Reads numbers as pandas does, to the last bit.</summary>
internal static class NumberText
{
    private const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
    private const string White = " \t\n\v\f\r";

    /// <summary>How reading a whole number went.</summary>
    public enum Outcome
    {
        Read,
        NoNumber,
        TooLarge,
    }

    public static Outcome ReadWhole(string? text, out long value)
    {
        value = 0;
        if (text is null)
        {
            return Outcome.NoNumber;
        }

        ReadOnlySpan<char> digits = text.AsSpan().Trim(White);
        bool negative = digits.StartsWith("-");
        digits = negative || digits.StartsWith("+") ? digits[1..] : digits;
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9'))
        {
            return Outcome.NoNumber;
        }

        Int128 total = 0;
        foreach (char digit in digits)
        {
            total = (total * 10) + (digit - '0');
            if (total > (Int128)long.MaxValue + (negative ? 1 : 0))
            {
                return Outcome.TooLarge;
            }
        }

        value = (long)(negative ? -total : total);
        return Outcome.Read;
    }

    public static bool TryReadFraction(string text, out double value)
    {
        ReadOnlySpan<char> rest = text.AsSpan().Trim(White);
        bool negative = rest.StartsWith("-");
        ReadOnlySpan<char> unsigned = negative || rest.StartsWith("+") ? rest[1..] : rest;
        if (unsigned.Equals("inf", StringComparison.OrdinalIgnoreCase) || unsigned.Equals("infinity", StringComparison.OrdinalIgnoreCase))
        {
            value = negative ? double.NegativeInfinity : double.PositiveInfinity;
            return true;
        }

        value = 0;
        return !unsigned.IsEmpty
            && (char.IsAsciiDigit(unsigned[0]) || unsigned[0] == '.')
            && double.TryParse(rest, Style, CultureInfo.InvariantCulture, out value);
    }
}
