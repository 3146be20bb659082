namespace FineTune.Data;

/// <summary>A part of a split, as it was asked for: whole, or between two bounds.</summary>
/// <param name="Split">The split.</param>
/// <param name="From">The first row, or null.</param>
/// <param name="To">The row after the last, or null.</param>
/// <param name="IsPercent">Whether the bounds are percentages.</param>
/// <param name="DropsRemainder">Whether a percent is a whole number of rows; else a bound goes to the nearest row.</param>
internal sealed record SplitSlice(string Split, int? From = null, int? To = null, bool IsPercent = false, bool DropsRemainder = false)
{
    /// <summary>The rows meant, of a split of that many.</summary>
    public (int From, int To) Resolve(int rows)
    {
        if (IsPercent && DropsRemainder && rows < 100)
        {
            throw DataError.TooFewRowsForPercent(Split, rows);
        }

        return (Place(From, 0, rows), Place(To, rows, rows));
    }

    private int Place(int? bound, int missing, int rows)
    {
        if (bound is not { } given)
        {
            return missing;
        }

        int row = !IsPercent ? given
            : DropsRemainder ? given * (rows / 100)
            : (int)Math.Round((long)given * rows / 100.0, MidpointRounding.ToEven);
        return Math.Min(row < 0 ? Math.Max(rows + row, 0) : row, rows);
    }
}
