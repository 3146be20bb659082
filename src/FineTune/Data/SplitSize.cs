using System.Globalization;

namespace FineTune;

/// <summary>
/// How large a part of a data set is: a fraction of the rows (<c>0.2</c>) or a number of rows (<c>100</c>). Converts from both, so write
/// <c>testSize: 0.2</c> or <c>testSize: 100</c>.
/// </summary>
public readonly record struct SplitSize
{
    private readonly double _fraction;
    private readonly int _rows;
    private readonly bool _isFraction;

    private SplitSize(double fraction, int rows, bool isFraction)
    {
        _fraction = fraction;
        _rows = rows;
        _isFraction = isFraction;
    }

    /// <summary>Converts a fraction between 0 and 1.</summary>
    public static implicit operator SplitSize(double fraction) => FromFraction(fraction);

    /// <summary>Converts a number of rows.</summary>
    public static implicit operator SplitSize(int rows) => FromRows(rows);

    /// <summary>Makes a fraction of the rows, between 0 and 1.</summary>
    public static SplitSize FromFraction(double fraction) => new(fraction, 0, isFraction: true);

    /// <summary>Makes a number of rows.</summary>
    public static SplitSize FromRows(int rows) => new(0, rows, isFraction: false);

    /// <inheritdoc/>
    public override string ToString() =>
        _isFraction ? _fraction.ToString("R", CultureInfo.InvariantCulture) : _rows.ToString(CultureInfo.InvariantCulture);

    /// <summary>The fraction, or null for a number of rows.</summary>
    internal double? Fraction => _isFraction ? _fraction : null;

    /// <summary>Whether there can be such a part, and something beside it, of that many rows.</summary>
    internal bool Fits(int rowCount) => _isFraction ? _fraction > 0 && _fraction < 1 : _rows > 0 && _rows < rowCount;

    /// <summary>The number of rows, a fraction rounded up or down.</summary>
    internal int Rows(int rowCount, bool roundUp)
    {
        double share = _fraction * rowCount;
        return _isFraction ? (int)(roundUp ? Math.Ceiling(share) : Math.Floor(share)) : _rows;
    }
}
