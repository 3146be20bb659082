using System.Globalization;

namespace FineTune.Data;

/// <summary>Dates, times and durations as Arrow's cast to text writes them, with all digits their unit has.</summary>
internal static class TemporalText
{
    /// <summary>Gets what writes the numbers of a column; null where a time zone is not known here.</summary>
    public static Func<object, string?> Of(Feature feature)
    {
        TemporalUnit unit = TemporalUnit.Of(feature)!.Value;
        string dtype = ((Value)feature).Dtype;
        string? zone = unit.HasZone ? dtype[(dtype.IndexOf("tz=", StringComparison.Ordinal) + "tz=".Length)..^1] : null;
        return value => Of(unit, zone, (long)value);
    }

    private static string? Of(TemporalUnit unit, string? zone, long value)
    {
        if (unit.Kind == TemporalUnit.Kinds.Duration)
        {
            return value.ToString(CultureInfo.InvariantCulture);
        }

        if (unit.Kind == TemporalUnit.Kinds.Date)
        {
            return ((DateOnly)unit.Box(value)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        }

        long seconds = unit.To(unit with { PerSecond = 1 }, value);
        string fraction = unit.PerSecond == 1
            ? string.Empty
            : "." + (value - (seconds * unit.PerSecond)).ToString(CultureInfo.InvariantCulture).PadLeft((int)Math.Log10(unit.PerSecond), '0');
        object boxed = (unit with { PerSecond = 1 }).Box(seconds);
        return boxed switch
        {
            TimeOnly time => time.ToString("HH:mm:ss", CultureInfo.InvariantCulture) + fraction,
            DateTime time => Text(time) + fraction,
            DateTimeOffset time when zone is "UTC" => Text(time.DateTime) + fraction + "Z",
            DateTimeOffset time when OffsetOf(zone!, time) is { } offset => Text(time.ToOffset(offset).DateTime) + fraction + Text(offset),
            _ => null,
        };
    }

    private static string Text(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Text(TimeSpan offset) => (offset < TimeSpan.Zero ? "-" : "+") + offset.ToString("hhmm", CultureInfo.InvariantCulture);

    /// <summary>How far a zone is from UTC at a time; a zone is a name or <c>+01:00</c>.</summary>
    private static TimeSpan? OffsetOf(string zone, DateTimeOffset time) => zone switch
    {
        ['+' or '-', .. string hours] => TimeSpan.TryParseExact(hours, @"hh\:mm", CultureInfo.InvariantCulture, out TimeSpan offset) ? (zone[0] == '-' ? -offset : offset) : null,
        _ => TimeZoneInfo.TryFindSystemTimeZoneById(zone, out TimeZoneInfo? found) ? found.GetUtcOffset(time) : null,
    };
}
