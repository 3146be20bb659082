using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace FineTune.Training;

/// <summary>A time as people write it, in seconds: <c>90</c>, <c>90s</c>, <c>5m</c>, <c>1h30m</c>, <c>2d</c>, <c>01:30:00</c>.</summary>
internal static partial class Duration
{
    public const string Expectation = "a number of seconds, or a time such as 90s, 5m, 1h30m, 2d or 01:30:00";

    /// <exception cref="FormatException">It is no time.</exception>
    public static double Parse(JsonNode? node)
    {
        if (node is not JsonValue value || !value.TryGetValue(out string? text))
        {
            return ArgumentValue.Real(node);
        }

        string compact = text.Replace(" ", string.Empty, StringComparison.Ordinal).ToLowerInvariant();
        if (double.TryParse(compact, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds))
        {
            return seconds;
        }

        Match parts = Parts().Match(compact);
        if (parts.Success && compact.Length > 0)
        {
            return (Number(parts, "d") * 86400) + (Number(parts, "h") * 3600) + (Number(parts, "m") * 60) + Number(parts, "s");
        }

        Match clock = Clock().Match(compact);
        return clock.Success
            ? (Number(clock, "h") * 3600) + (Number(clock, "m") * 60) + Number(clock, "s")
            : throw new FormatException($"\"{text}\" is not a value; expected {Expectation}");
    }

    private static double Number(Match match, string group) =>
        match.Groups[group] is { Success: true } found ? double.Parse(found.ValueSpan, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"^(?:(?<d>\d+(?:\.\d+)?)d)?(?:(?<h>\d+(?:\.\d+)?)h)?(?:(?<m>\d+(?:\.\d+)?)m(?:in)?)?(?:(?<s>\d+(?:\.\d+)?)s)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Parts();

    [GeneratedRegex(@"^(?<h>\d+):(?<m>[0-5]?\d):(?<s>[0-5]?\d(?:\.\d+)?)$", RegexOptions.CultureInvariant)]
    private static partial Regex Clock();
}
