using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace FineTune.Hub;

/// <summary>How long an answer of "too many requests" asks to wait.</summary>
internal static partial class RateLimit
{
    /// <summary>
    /// Gets the wait: until the quota that is used up is renewed, else what Retry-After says, both with a second on top; null where the
    /// answer does not say. Quotas are told on every answer, and mean something only when nothing remains of them.
    /// </summary>
    public static TimeSpan? WaitOf(HttpResponseMessage response)
    {
        if (response.StatusCode is not HttpStatusCode.TooManyRequests)
        {
            return null;
        }

        long? seconds = Renewal(Header(response, "RateLimit")) ?? Digits(Header(response, "Retry-After"));
        return seconds is { } wait ? TimeSpan.FromSeconds(wait + 1) : null;
    }

    private static long? Renewal(string? header)
    {
        long? longest = null;
        foreach (string quota in header?.Split(',') ?? [])
        {
            if (Digits(Remaining().Match(quota)) == 0 && Digits(Seconds().Match(quota)) is { } wait)
            {
                longest = Math.Max(longest ?? 0, wait);
            }
        }

        return longest;
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values) ? string.Join(',', values) : null;

    private static long? Digits(Match match) => match.Success ? Digits(match.Groups[1].Value) : null;

    // A number too long to be read is as long a wait as can be asked for.
    private static long? Digits(string? text) => text is not { Length: > 0 } || !text.All(char.IsAsciiDigit)
        ? null
        : uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint value) ? value : uint.MaxValue;

    [GeneratedRegex(@";\s*r=(\d+)")]
    private static partial Regex Remaining();

    [GeneratedRegex(@";\s*t=(\d+)")]
    private static partial Regex Seconds();
}
