using System.Globalization;
using FineTune.Data;

namespace FineTune.Tests.Data;

/// <summary>What pyarrow makes of casts to <c>decimal128</c>.</summary>
public sealed class DecimalCastTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("-3.25")]
    [InlineData("123456.789")]
    [InlineData("12345.6")]
    public void Digits_are_not_lost(string text)
    {
        Dataset rows = Dataset.FromColumns(("a", new[] { "1.5", text }));

        string message = Assert.Throws<ArgumentException>(() => rows.CastColumn("a", new Value("decimal128(4, 1)"))).Message;

        Assert.Contains($"Column \"a\", row 1: \"{text}\" cannot become", message, StringComparison.Ordinal);
        Assert.Contains("4 digits, 1 of them behind the point", message, StringComparison.Ordinal);
        Assert.Contains("Round", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("3.20", 4, 1, "3.2")]
    [InlineData("999.9", 4, 1, "999.9")]
    [InlineData("-12345678901234567890.12", 38, 2, "-12345678901234567890.12")]
    public void What_fits_is_kept(string text, int precision, int scale, string expected) =>
        Assert.Equal(decimal.Parse(expected, CultureInfo.InvariantCulture), Dataset.FromColumns(("a", new[] { text })).CastColumn("a", new Value($"decimal128({precision}, {scale})"))["a"][0]);

    [Theory]
    [InlineData(3.25, 4, 1, "3.2")]
    [InlineData(3.999, 4, 1, "4.0")]
    [InlineData(0.35, 4, 1, "0.3")]
    [InlineData(-0.25, 4, 1, "-0.2")]
    [InlineData(0.1, 10, 2, "0.10")]
    [InlineData(0.005, 10, 2, "0.01")]
    [InlineData(0.015, 10, 2, "0.01")]
    [InlineData(2.675, 10, 2, "2.67")]
    [InlineData(1.005, 10, 2, "1.00")]
    public void Fractions_are_rounded(double number, int precision, int scale, string expected) =>
        Assert.Equal("d" + expected, ValueText.Of(Dataset.FromColumns(("a", new[] { number })).CastColumn("a", new Value($"decimal128({precision}, {scale})"))["a"][0]));

    [Fact]
    public void A_fraction_that_is_too_large_is_refused() =>
        Assert.Contains("99999", Assert.Throws<ArgumentException>(() => Dataset.FromColumns(("a", new[] { 99999.0 })).CastColumn("a", new Value("decimal128(4, 1)"))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("3.25")]
    [InlineData("12345.6")]
    public void A_parquet_file_gets_no_decimal_cut_off(string text)
    {
        decimal number = decimal.Parse(text, CultureInfo.InvariantCulture);
        Dataset rows = new([new StoredColumn("a", new Value("decimal128(4, 1)"), new PrimitiveData<decimal>([number]))], 1);

        string message = Assert.ThrowsAny<ArgumentException>(() => rows.ToParquet(_folder.File("a.parquet"))).Message;

        Assert.Contains($"{text} has more digits than decimal128(4, 1) keeps", message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("a.parquet")));
    }
}
