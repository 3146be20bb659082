using System.Globalization;
using System.Text.Json.Nodes;
using FineTune.Tests.Training;

namespace FineTune.Tests.Python;

public sealed class PythonNumberTests
{
    private static readonly (double Value, string Repr, string General, string Four, string Three)[] s_rows =
    [
        .. TrainingGolden.Read("numbers.json")["rows"]!.AsArray().Select(row => (
            BitConverter.UInt64BitsToDouble(ulong.Parse(Cell(row, 0), NumberStyles.HexNumber)), Cell(row, 1), Cell(row, 2), Cell(row, 3), Cell(row, 4))),
    ];

    [Fact]
    public void Repr_is_pythons() => Assert.Equal(s_rows.Select(row => row.Repr), s_rows.Select(row => PythonNumber.Repr(row.Value)));

    [Fact]
    public void Four_significant_digits_are_pythons() =>
        Assert.Equal(s_rows.Select(row => row.General), s_rows.Select(row => PythonNumber.General(row.Value, 4)));

    [Fact]
    public void Rounding_is_pythons_to_the_last_bit()
    {
        Assert.Equal(s_rows.Select(row => row.Four), s_rows.Select(row => PythonNumber.Repr(PythonNumber.Round(row.Value, 4))));
        Assert.Equal(s_rows.Select(row => row.Three), s_rows.Select(row => PythonNumber.Repr(PythonNumber.Round(row.Value, 3))));
    }

    [Theory]
    [InlineData(double.NaN, "nan")]
    [InlineData(double.PositiveInfinity, "inf")]
    [InlineData(double.NegativeInfinity, "-inf")]
    public void What_is_not_finite_has_pythons_names(double value, string expected)
    {
        Assert.Equal(expected, PythonNumber.Repr(value));
        Assert.Equal(expected, PythonNumber.General(value, 4));
        Assert.Equal(value, PythonNumber.Round(value, 4));
    }

    private static string Cell(JsonNode? row, int column) => row![column]!.GetValue<string>();
}
