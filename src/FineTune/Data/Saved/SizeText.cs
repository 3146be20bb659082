using System.Globalization;
using System.Text.RegularExpressions;

namespace FineTune.Data;

/// <summary>Sizes such as <c>"500MB"</c>: units of 1000 (KB, MB, GB, ...) or 1024 (KiB, MiB, GiB, ...).</summary>
internal static partial class SizeText
{
    private const string Prefixes = "KMGTP";

    /// <exception cref="ArgumentException">The text is no size.</exception>
    public static long Parse(string text, string name)
    {
        Match match = Size().Match(text);
        double bytes = match.Success ? double.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture) : 0;
        int power = match.Groups["prefix"].ValueSpan.IsEmpty ? 0 : Prefixes.IndexOf(char.ToUpperInvariant(match.Groups["prefix"].ValueSpan[0]), StringComparison.Ordinal) + 1;
        bytes *= Math.Pow(match.Groups["binary"].ValueSpan.IsEmpty ? 1000 : 1024, power);
        return bytes is >= 1 and < long.MaxValue
            ? (long)bytes
            : throw new ArgumentException($"{name} \"{text}\" is no size. Expected a number with a unit, such as \"500MB\" or \"1GiB\".", name);
    }

    [GeneratedRegex(@"^\s*(?<number>\d+(\.\d+)?)\s*((?<prefix>[KMGTP])(?<binary>i)?)?B?\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Size();
}
