using System.Text.Json.Nodes;

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
    public void What_a_link_leads_to_is_written()
    {
        Dataset rows = Dataset.FromColumns(("n", new long[] { 1, 2 }));
        foreach (string name in new[] { "rows.csv", "rows.jsonl", "rows.parquet" })
        {
            File.WriteAllText(_folder.File("target"), new string('x', 10_000));
            File.CreateSymbolicLink(_folder.File(name), _folder.File("target"));
        }

        rows.ToCsv(_folder.File("rows.csv"));
        Assert.Equal(["n", "1", "2"], File.ReadAllLines(_folder.File("target")));
        rows.ToJson(_folder.File("rows.jsonl"));
        Assert.Equal(["{\"n\":1}", "{\"n\":2}"], File.ReadAllLines(_folder.File("target")));
        rows.ToParquet(_folder.File("rows.parquet"));
        Assert.Equal([1L, 2L], Dataset.LoadParquet(_folder.File("target"))["n"]);
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

    [Fact]
    public void Texts_are_quoted_and_escaped_as_in_the_reference_and_the_options_do_the_same()
    {
        Dataset rows = Dataset.FromColumns(
            ("text", new string?[] { "é/<a>&'\"", "a,b\n\"c\"", "\u2028\u007f\u0001\t\b\f\\", null, "\U0001f600;", " x ", "" }),
            ("number", new double?[] { 0.1, 1e22, 2.5, null, 1e300, -4.5, 3.0 }),
            ("whole", new long?[] { 1, null, 3, 4, 5, 6, -7 }),
            ("flag", new bool?[] { true, null, false, true, true, false, true }),
            ("list", new object?[] { new long[] { 1, 2 }, Array.Empty<long>(), null, new long[] { 3 }, new long[] { 4 }, new long[] { 5 }, new long[] { 6 } }));
        string file = _folder.File("out");
        JsonArray golden = JsonNode.Parse(Golden.Text("data", "written.json"))!.AsArray();

        foreach (JsonNode? written in golden)
        {
            JsonObject options = written!["options"]!.AsObject();
            if ((string)written["write"]! == "to_json")
            {
                rows.ToJson(file, lines: (bool?)options["lines"] ?? true, forceAscii: (bool?)options["force_ascii"] ?? true);
            }
            else
            {
                rows.RemoveColumns("list").ToCsv(
                    file,
                    sep: ((string?)options["sep"] ?? ",")[0],
                    header: (bool?)options["header"] ?? true,
                    index: (bool?)options["index"] ?? false,
                    naRep: (string?)options["na_rep"] ?? string.Empty,
                    columns: options["columns"]?.AsArray().Select(name => (string)name!).ToArray());
            }

            Assert.Equal($"{options.ToJsonString()}\n{written["text"]}", $"{options.ToJsonString()}\n{File.ReadAllText(file)}");
        }

        Assert.Equal(10, golden.Count);
    }

    [Fact]
    public void A_file_that_cannot_be_written_whole_leaves_the_old_one()
    {
        Dataset rows = Dataset.LoadParquet(Golden.Path("data", "written.parquet")).SelectColumns("binary");
        string file = _folder.Write("rows.jsonl", "old");

        Assert.Throws<InvalidDataException>(() => rows.ToJson(file));

        Assert.Equal("old", File.ReadAllText(file));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }
}
