using System.Globalization;
using FineTune.Data;

namespace FineTune.Tests.Data;

/// <summary>What pyarrow makes of casts to <c>string</c>.</summary>
public sealed class TextCastTests
{
    [Theory]
    [InlineData("date32", 18263, "2020-01-02")]
    [InlineData("date32", -719162, "0001-01-01")]
    [InlineData("date64", 1577923200000, "2020-01-02")]
    [InlineData("timestamp[s]", -1, "1969-12-31 23:59:59")]
    [InlineData("timestamp[ms]", 1577934245678, "2020-01-02 03:04:05.678")]
    [InlineData("timestamp[us]", 1577934245000000, "2020-01-02 03:04:05.000000")]
    [InlineData("timestamp[ns]", 1577934245123456789, "2020-01-02 03:04:05.123456789")]
    [InlineData("timestamp[ns]", -1, "1969-12-31 23:59:59.999999999")]
    [InlineData("timestamp[ms, tz=UTC]", 0, "1970-01-01 00:00:00.000Z")]
    [InlineData("timestamp[s, tz=+00:00]", 0, "1970-01-01 00:00:00+0000")]
    [InlineData("timestamp[s, tz=-05:30]", 0, "1969-12-31 18:30:00-0530")]
    [InlineData("timestamp[s, tz=Europe/Paris]", 0, "1970-01-01 01:00:00+0100")]
    [InlineData("timestamp[s, tz=America/New_York]", 1593561600, "2020-06-30 20:00:00-0400")]
    [InlineData("time32[s]", 3661, "01:01:01")]
    [InlineData("time32[ms]", 3661, "00:00:03.661")]
    [InlineData("time64[us]", 3661, "00:00:00.003661")]
    [InlineData("time64[ns]", 86399999999999, "23:59:59.999999999")]
    [InlineData("duration[us]", 90061, "90061")]
    public void Times_are_written_with_the_digits_of_their_unit(string dtype, long number, string text)
    {
        Dataset rows = new([new StoredColumn("t", new TemporalData(new PrimitiveData<long>([number, 0], [false, true]), new Value(dtype)))], 2);

        Assert.Equal([text, null], rows.CastColumn("t", Value.String)["t"]);
    }

    [Theory]
    [InlineData("3.20", 7, "3.2000000")]
    [InlineData("0", 7, "0E-7")]
    [InlineData("0.0000001", 7, "1E-7")]
    [InlineData("0.000001", 7, "0.0000010")]
    [InlineData("-0.0000012", 7, "-0.0000012")]
    [InlineData("12345678901234567890.1234567", 7, "12345678901234567890.1234567")]
    [InlineData("0", 10, "0E-10")]
    [InlineData("120", -1, "1.2E+2")]
    [InlineData("1.5", 2, "1.50")]
    [InlineData("7", 0, "7")]
    public void Decimals_are_written_with_the_digits_of_their_column(string number, int scale, string text)
    {
        decimal value = decimal.Parse(number, CultureInfo.InvariantCulture);
        Dataset rows = new([new StoredColumn("d", new Value($"decimal128(38, {scale})"), new PrimitiveData<decimal>([value]))], 1);

        Assert.Equal([text], rows.CastColumn("d", Value.String)["d"]);
    }

    [Fact]
    public void Decimals_become_numbers_and_a_refusal_shows_a_date_as_it_is_written()
    {
        Dataset decimals = new([new StoredColumn("d", new Value("decimal128(5, 2)"), new PrimitiveData<decimal>([2.00m, -1m]))], 2);
        Dataset dates = new([new StoredColumn("t", new TemporalData(new PrimitiveData<long>([18263]), new Value("date32")))], 1);

        Assert.Equal([2L, -1L], decimals.CastColumn("d", Value.Int64)["d"]);
        Assert.Equal([2.0, -1.0], decimals.CastColumn("d", Value.Float64)["d"]);
        Assert.Contains("row 0: 2020-01-02 cannot become", Assert.Throws<ArgumentException>(() => dates.CastColumn("t", Value.Bool)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dates_in_lists_are_written_too()
    {
        Sequence dates = new(new Value("date32"));
        Dataset rows = new([new StoredColumn("l", ColumnFactory.OfObjects([new object?[] { new DateOnly(1970, 1, 2), null }], dates))], 1);

        Assert.Equal(["[\"1970-01-02\", null]"], rows.CastColumn("l", new Sequence(Value.String))["l"].Select(ValueText.Of));
    }

    [Fact]
    public void Bytes_become_the_text_they_are_and_others_are_refused()
    {
        Dataset Bytes(params byte[] bytes) => new([new StoredColumn("b", new ReferenceData<byte[]>([bytes], new Value("binary")))], 1);

        Assert.Equal(["ab"], Bytes((byte)'a', (byte)'b').CastColumn("b", Value.String)["b"]);
        Assert.Contains("row 0", Assert.Throws<ArgumentException>(() => Bytes(255).CastColumn("b", Value.String)).Message, StringComparison.Ordinal);
    }
}
