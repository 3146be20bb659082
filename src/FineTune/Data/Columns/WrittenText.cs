using System.Globalization;
using System.Text;

namespace FineTune.Data;

/// <summary>Values that neither JSON nor CSV has a form for, written as the reference's <c>to_json</c> and <c>to_csv</c> write them.</summary>
internal static class WrittenText
{
    private const string Seconds = "HH:mm:ss";
    private const string Microseconds = Seconds + ".ffffff";

    /// <summary>Gets the milliseconds since 1970 (of a duration: all of them) that JSON has for a date, a time stamp or a duration; null for others.</summary>
    public static long? Milliseconds(object value) => value switch
    {
        DateOnly date => Since1970(date.ToDateTime(TimeOnly.MinValue)),
        DateTime time => Since1970(time),
        DateTimeOffset time => Since1970(time.UtcDateTime),
        TimeSpan duration => FloorToMilliseconds(duration.Ticks),
        _ => null,
    };

    /// <summary>Gets the text that JSON has for a time of day, a decimal or bytes; null for others.</summary>
    /// <exception cref="InvalidDataException">Bytes are no text.</exception>
    public static string? Json(object value) => value switch
    {
        TimeOnly time => Text(time),
        decimal number => number.ToString(CultureInfo.InvariantCulture),
        byte[] bytes => System.Text.Unicode.Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : throw DataError.BytesInJson(bytes),
        _ => null,
    };

    /// <summary>Gets the text that CSV has for a date, a time, a duration, a decimal or bytes; null for others.</summary>
    public static string? Csv(object value) => value switch
    {
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-dd " + Microseconds, CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("yyyy-MM-dd " + Microseconds + "zzz", CultureInfo.InvariantCulture),
        TimeOnly time => Text(time),
        TimeSpan duration => Text(duration),
        decimal number => number.ToString(CultureInfo.InvariantCulture),
        byte[] bytes => Literal(bytes),
        _ => null,
    };

    private static long Since1970(DateTime time) => FloorToMilliseconds(time.Ticks - DateTime.UnixEpoch.Ticks);

    private static long FloorToMilliseconds(long ticks) => (long)Math.Floor(ticks / (decimal)TimeSpan.TicksPerMillisecond);

    private static string Text(TimeOnly time) =>
        time.ToString(time.Ticks % TimeSpan.TicksPerSecond == 0 ? Seconds : Microseconds, CultureInfo.InvariantCulture);

    /// <summary>Days, which may be negative, and a time of day that counts on from there.</summary>
    private static string Text(TimeSpan duration)
    {
        long days = (long)Math.Floor(duration.Ticks / (decimal)TimeSpan.TicksPerDay);
        TimeOnly rest = new(duration.Ticks - (days * TimeSpan.TicksPerDay));
        return string.Create(CultureInfo.InvariantCulture, $"{days} days {(days < 0 ? "+" : string.Empty)}{rest.ToString(Microseconds, CultureInfo.InvariantCulture)}");
    }

    /// <summary>A bytes literal of Python.</summary>
    private static string Literal(byte[] bytes)
    {
        char quote = bytes.Contains((byte)'\'') && !bytes.Contains((byte)'"') ? '"' : '\'';
        return $"b{quote}{string.Concat(bytes.Select(value => Escaped((char)value, quote)))}{quote}";
    }

    private static string Escaped(char value, char quote) => value switch
    {
        '\n' => @"\n",
        '\r' => @"\r",
        '\t' => @"\t",
        '\\' => @"\\",
        >= ' ' and <= '~' => value == quote ? "\\" + value : value.ToString(),
        _ => $"\\x{(int)value:x2}",
    };
}
