namespace FineTune.Tests.Data;

/// <summary>What <c>to_csv</c> and <c>to_json</c> of datasets 5.2 make of the same values.</summary>
public sealed class WriteTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string, string> Cases => new()
    {
        { "timestamp", "1704164645678|1704153600000|null", "2024-01-02 03:04:05.678900|2024-01-02 00:00:00.000000|" },
        { "date", "1704153600000|-86400000|null", "2024-01-02|1969-12-31|" },
        { "time", "\"01:02:03.000004\"|\"01:02:00\"|null", "01:02:03.000004|01:02:00|" },
        { "duration", "86402500|-1000|null", "1 days 00:00:02.500000|-1 days +23:59:59.000000|" },
        { "decimal", "\"1.50\"|\"12345678901234567890.12\"|null", "1.50|12345678901234567890.12|" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Times_and_decimals_are_written_as_the_reference_writes_them(string kind, string json, string csv)
    {
        Dataset rows = Dataset.LoadParquet(Golden.Path("data", "written.parquet")).SelectColumns(kind);

        rows.ToJson(_folder.File("rows.jsonl"));
        rows.ToCsv(_folder.File("rows.csv"));

        Assert.Equal(json.Split('|').Select(value => $"{{\"{kind}\":{value}}}"), File.ReadAllLines(_folder.File("rows.jsonl")));
        Assert.Equal([kind, .. csv.Split('|')], File.ReadAllLines(_folder.File("rows.csv")).Select(line => line.Trim('"')));
    }

    [Fact]
    public void Bytes_are_a_literal_in_CSV_and_refused_by_JSON_where_they_are_no_text()
    {
        Dataset rows = Dataset.LoadParquet(Golden.Path("data", "written.parquet")).SelectColumns("binary");

        rows.ToCsv(_folder.File("rows.csv"));
        string message = Assert.Throws<InvalidDataException>(() => rows.ToJson(_folder.File("rows.jsonl"))).Message;

        Assert.Equal(["binary", "b'abc'", @"b'\xff\x00'", ""], File.ReadAllLines(_folder.File("rows.csv")).Select(line => line.Trim('"')));
        Assert.Contains("no text in UTF-8", message);
    }
}
