using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;
using FineTune.Data;

namespace FineTune.Classification;

/// <summary>
/// One cell of a run's data. What it is, is decided here and nowhere else, for every format and every verb; what it says, are its own
/// characters: <c>007</c> stays <c>007</c>, <c>1.0</c> is not <c>1</c>, and <c>NA</c> is a word. The guide <c>docs/guides/cells.md</c> has the table.
/// </summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its characters; of what a format keeps as a number or truth value, those Python's <c>str</c> gives.</param>
/// <param name="IsTyped">Whether the format itself says what it is (JSON's numbers, parquet's columns), rather than its characters.</param>
internal readonly partial record struct Cell(CellKind Kind, string Text, bool IsTyped = false)
{
    private static readonly Cell s_missing = new(CellKind.Missing, string.Empty);

    /// <summary>Gets whether it is a number of any kind.</summary>
    public bool IsNumeric => Kind is CellKind.Integer or CellKind.Number;

    /// <summary>Gets its elements, where it is a list; else none.</summary>
    public IEnumerable<object?> Elements { get; private init; } = [];

    /// <summary>Decides what a value is.</summary>
    public static Cell Of(object? value) => value switch
    {
        null => s_missing,
        string text => OfText(text),
        JsonNumber number => new(Whole().IsMatch(number.Text) ? CellKind.Integer : CellKind.Number, number.Text, IsTyped: true),
        bool flag => new(CellKind.Truth, flag ? "True" : "False", IsTyped: true),
        double real => double.IsNaN(real) ? s_missing : new(CellKind.Number, PythonNumber.Repr(real), IsTyped: true),
        float real => float.IsNaN(real) ? s_missing : new(CellKind.Number, PythonNumber.Repr(real), IsTyped: true),
        decimal number => new(CellKind.Number, number.ToString(CultureInfo.InvariantCulture), IsTyped: true),
        long or int or short or sbyte or byte or ushort or uint or ulong =>
            new(CellKind.Integer, ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture), IsTyped: true),
        DateOnly or TimeOnly or DateTime or DateTimeOffset or TimeSpan => new(CellKind.Text, WrittenText.Csv(value)!, IsTyped: true),
        IReadOnlyDictionary<string, object?> or byte[] => new(CellKind.Other, ValueConversion.Show(value), IsTyped: true),
        IEnumerable list => new(CellKind.List, ColumnJson.Of(value), IsTyped: true) { Elements = list.Cast<object?>() },
        _ => new(CellKind.Other, value.ToString() ?? string.Empty, IsTyped: true),
    };

    /// <summary>Gets the number it is, if it is one.</summary>
    public double? AsNumber() =>
        IsNumeric && double.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number : null;

    private static Cell OfText(string text)
    {
        ReadOnlySpan<char> trimmed = text.AsSpan().Trim();
        if (text.Length == 0)
        {
            return s_missing;
        }

        CellKind kind = trimmed.IsEmpty || !(char.IsAsciiDigit(trimmed[^1]) || trimmed[^1] == '.')
            ? IsTruth(trimmed) ? CellKind.Truth : CellKind.Text
            : Whole().IsMatch(trimmed) ? CellKind.Integer
            : Real().IsMatch(trimmed) ? CellKind.Number
            : CellKind.Text;
        return new(kind, kind is CellKind.Text ? text : trimmed.ToString());
    }

    private static bool IsTruth(ReadOnlySpan<char> text) =>
        text.Equals("true", StringComparison.OrdinalIgnoreCase) || text.Equals("false", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"^[+-]?[0-9]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Whole();

    [GeneratedRegex(@"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Real();
}
