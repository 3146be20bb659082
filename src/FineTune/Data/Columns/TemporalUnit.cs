namespace FineTune.Data;

/// <summary>What a whole number of a column of dates, times or durations counts.</summary>
internal readonly record struct TemporalUnit(TemporalUnit.Kinds Kind, long PerSecond, bool HasZone)
{
    private const long SecondsPerDay = 24 * 60 * 60;

    public enum Kinds
    {
        Date,
        Time,
        Timestamp,
        Duration,
    }

    /// <summary>Gets the unit of a type such as <c>timestamp[us, tz=UTC]</c>; null if it is no type of time.</summary>
    public static TemporalUnit? Of(Feature feature) => feature is not Value { Dtype: { } dtype } ? null : dtype switch
    {
        "date32" => new(Kinds.Date, 0, false),
        "date64" => new(Kinds.Date, 1000, false),
        _ when dtype.StartsWith("timestamp[", StringComparison.Ordinal) => new(Kinds.Timestamp, Rate(dtype), dtype.Contains("tz=", StringComparison.Ordinal)),
        _ when dtype.StartsWith("time32[", StringComparison.Ordinal) || dtype.StartsWith("time64[", StringComparison.Ordinal) =>
            new(Kinds.Time, Rate(dtype), false),
        _ when dtype.StartsWith("duration[", StringComparison.Ordinal) => new(Kinds.Duration, Rate(dtype), false),
        _ => null,
    };

    /// <summary>A number of this unit in another; what is finer than that is cut off towards the past.</summary>
    public long To(TemporalUnit other, long value) => (PerSecond, other.PerSecond) switch
    {
        _ when PerSecond == other.PerSecond => value,
        (0, _) => checked(value * SecondsPerDay * other.PerSecond),
        (_, 0) => FloorDivide(value, SecondsPerDay * PerSecond),
        _ when other.PerSecond > PerSecond => checked(value * (other.PerSecond / PerSecond)),
        _ => FloorDivide(value, PerSecond / other.PerSecond),
    };

    /// <summary>The value as a row gives it.</summary>
    /// <exception cref="InvalidDataException">It lies outside the years 1 to 9999.</exception>
    public object Box(long value)
    {
        try
        {
            return Kind switch
            {
                Kinds.Date => DateOnly.FromDateTime(DateTime.UnixEpoch.AddDays(PerSecond == 0 ? value : FloorDivide(value, SecondsPerDay * PerSecond))),
                Kinds.Time => new TimeOnly(Ticks(value)),
                Kinds.Duration => new TimeSpan(Ticks(value)),
                _ when HasZone => new DateTimeOffset(DateTime.UnixEpoch.AddTicks(Ticks(value))),
                _ => DateTime.SpecifyKind(DateTime.UnixEpoch.AddTicks(Ticks(value)), DateTimeKind.Unspecified),
            };
        }
        catch (Exception error) when (error is ArgumentOutOfRangeException or OverflowException)
        {
            throw DataError.TimeOutOfRange(value, Kind.ToString().ToLowerInvariant(), error);
        }
    }

    /// <summary>The number for a value as <see cref="Box"/> makes it; null if it is no such value.</summary>
    public long? Unbox(object value) => (Kind, value) switch
    {
        (Kinds.Date, DateOnly date) => (date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber) * (PerSecond == 0 ? 1 : SecondsPerDay * PerSecond),
        (Kinds.Time, TimeOnly time) => FromTicks(time.Ticks),
        (Kinds.Duration, TimeSpan span) => FromTicks(span.Ticks),
        (Kinds.Timestamp, DateTimeOffset time) => FromTicks(time.UtcTicks - DateTime.UnixEpoch.Ticks),
        (Kinds.Timestamp, DateTime time) => FromTicks((time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : time).Ticks - DateTime.UnixEpoch.Ticks),
        _ => null,
    };

    private static long FloorDivide(long value, long by) => (value / by) - (value % by < 0 ? 1 : 0);

    private static long Rate(string dtype) => dtype[(dtype.IndexOf('[') + 1)..] switch
    {
        ['n', ..] => 1_000_000_000,
        ['u', ..] => 1_000_000,
        ['m', ..] => 1000,
        _ => 1,
    };

    private long Ticks(long value) => PerSecond > TimeSpan.TicksPerSecond
        ? FloorDivide(value, PerSecond / TimeSpan.TicksPerSecond)
        : checked(value * (TimeSpan.TicksPerSecond / PerSecond));

    private long FromTicks(long ticks) => PerSecond > TimeSpan.TicksPerSecond
        ? checked(ticks * (PerSecond / TimeSpan.TicksPerSecond))
        : FloorDivide(ticks, TimeSpan.TicksPerSecond / PerSecond);
}
