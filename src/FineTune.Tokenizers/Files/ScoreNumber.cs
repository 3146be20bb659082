namespace FineTune.Tokenizers;

/// <summary>
/// Reads a JSON number as the reference does where it takes tokenizer.json as it is (serde_json without exact rounding): the digits as a whole number of 64 bits, further ones left out,
/// rounded, then times or by a power of ten, and rounded again. The last bit may differ from the number's nearest, and with it which of two equal ways through
/// a word is taken, and what is saved.
/// </summary>
internal static class ScoreNumber
{
    private const int LargestPower = 308;
    private static readonly double[] Powers = [.. Enumerable.Range(0, LargestPower + 1).Select(power => double.Parse($"1e{power}", System.Globalization.CultureInfo.InvariantCulture))];

    /// <summary>Reads a number that is spelled as JSON wants it; infinite where it is too large.</summary>
    public static double Parse(ReadOnlySpan<byte> text)
    {
        bool isNegative = text[0] == '-';
        int at = isNegative ? 1 : 0;
        ulong digits = 0;
        int exponent = 0;
        bool isFull = false;
        bool isFraction = false;
        for (; at < text.Length && text[at] is not ((byte)'e' or (byte)'E'); at++)
        {
            if (text[at] == '.')
            {
                // Behind the point a digit counts again where it fits.
                (isFraction, isFull) = (true, false);
                continue;
            }

            uint digit = text[at] - (uint)'0';
            isFull |= digits > ulong.MaxValue / 10 || (digits == ulong.MaxValue / 10 && digit > ulong.MaxValue % 10);
            if (!isFull)
                digits = (digits * 10) + digit;
            exponent += isFull ? (isFraction ? 0 : 1) : isFraction ? -1 : 0;
        }

        double value = digits == 0 ? 0 : Scale(digits, exponent + Exponent(text[Math.Min(text.Length, at + 1)..]));
        return isNegative ? -value : value;
    }

    /// <summary>The number behind e, as far as it makes a difference.</summary>
    private static int Exponent(ReadOnlySpan<byte> text)
    {
        const int Most = 1_000_000_000;
        int value = 0;
        foreach (byte c in text)
            value = c is (byte)'+' or (byte)'-' ? 0 : (int)Math.Min(Most, (value * 10L) + (c - '0'));
        return text.Length > 0 && text[0] == '-' ? -value : value;
    }

    private static double Scale(double value, int exponent)
    {
        for (; exponent < -LargestPower && value != 0; exponent += LargestPower)
            value /= Powers[LargestPower];
        return exponent > LargestPower ? double.PositiveInfinity
            : exponent >= 0 ? value * Powers[exponent]
            : value == 0 ? 0
            : value / Powers[-exponent];
    }
}
