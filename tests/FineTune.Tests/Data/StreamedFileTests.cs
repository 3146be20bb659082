using System.Text.Json;
using FineTune.Data;

namespace FineTune.Tests.Data;

public sealed class StreamedFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Files_are_shards_in_the_order_of_the_reference()
    {
        string[] paths = [.. Enumerable.Range(0, 3).Select(k => Write($"{k}.csv", "i\n" + string.Concat(Enumerable.Range(1000 * k, 150).Select(i => $"{i}\n"))))];
        IterableDataset stream = IterableDataset.LoadCsv(paths).Shuffle(42, 40);
        Features known = new([KeyValuePair.Create("i", (Feature)Value.Int64)]);
        Dictionary<string, object?> Double(Example row) => new() { ["i"] = row.Get<int>("i") * 2 };
        Dictionary<string, IterableDataset> streams = new()
        {
            ["shuffled"] = stream,
            ["cast"] = stream.Cast(known),
            ["filtered"] = stream.Filter(row => row.Get<int>("i") % 2 == 0),
            ["mapped"] = stream.Map(Double),
            ["cast and mapped"] = stream.Cast(known).Map(Double),
            ["taken"] = stream.Take(50),
        };

        foreach ((string name, IterableDataset made) in streams)
        {
            JsonElement golden = SurfaceGolden.Get("files").GetProperty(name);
            Assert.Equal(golden.GetProperty("shards").GetInt32(), made.NumShards);
            foreach ((int epoch, JsonElement order) in golden.GetProperty("epochs").EnumerateArray().Index())
            {
                made.SetEpoch(epoch);
                SurfaceGolden.AssertOrder(order, made.Select(row => row.Get<int>("i")), $"{name}, epoch {epoch}");
            }
        }
    }

    [Fact]
    public void Every_format_gives_the_rows_that_reading_at_once_gives()
    {
        string lines = string.Concat(Enumerable.Range(0, 25_000).Select(i => $"{{\"text\": \"row {i}\", \"label\": {i % 3}}}\n"));
        string csv = Write("a.csv", "text,label\n" + string.Concat(Enumerable.Range(0, 25_000).Select(i => $"\"row\n{i}\",{i % 3}\n")));
        string tsv = Write("a.tsv", "text\tlabel\n" + string.Concat(Enumerable.Range(0, 25_000).Select(i => $"row \"{i}\t{i % 3}\n")));
        string jsonl = Write("a.jsonl", lines);
        string json = Write("a.json", "\n[" + lines.TrimEnd().Replace("\n", ",\n") + "]");

        AssertSame(Dataset.LoadCsv(csv), IterableDataset.LoadCsv(csv));
        AssertSame(Dataset.LoadTsv(tsv), IterableDataset.LoadTsv([tsv]));
        AssertSame(Dataset.LoadJson(jsonl), IterableDataset.LoadJson([jsonl]));
        AssertSame(Dataset.LoadJson(json), IterableDataset.LoadJson([json]));
        Assert.Equal(lines.TrimEnd().Split('\n'), IterableDataset.LoadText([jsonl])["text"].Cast<string>());
        Assert.Contains("row 24999 (", IterableDataset.LoadJson([jsonl]).Last().ToString() + Failure(IterableDataset.LoadJson([jsonl]), 24_999));
        Assert.Contains("line 50000", Failure(IterableDataset.LoadCsv(csv), 24_999));
    }

    [Fact]
    public void A_file_is_read_no_further_than_its_rows_are_asked_for()
    {
        string csv = "i,text\n" + string.Concat(Enumerable.Range(0, 60_000).Select(i => $"{i},a text of some length to fill the file\n"));
        string jsonl = string.Concat(Enumerable.Range(0, 60_000).Select(i => $"{{\"i\": {i}, \"text\": \"a text of some length to fill the file\"}}\n"));

        foreach ((string content, Func<ReadableFile, ExampleShard> read) in new (string, Func<ReadableFile, ExampleShard>)[]
        {
            (csv, file => StreamedFile.Csv(file, CsvDialect.Csv(null))), (jsonl, file => StreamedFile.Json(file, null)), (jsonl, file => StreamedFile.Text(file)),
        })
        {
            List<MemoryStream> opened = [];
            ReadableFile file = new("there", () =>
            {
                opened.Add(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(content)));
                return opened[^1];
            });

            ExampleShard shard = read(file);
            Assert.Empty(opened);
            using IEnumerator<Example> rows = shard(skip: 12_000).GetEnumerator();
            Assert.True(rows.MoveNext());
            Assert.InRange(opened[0].Position, content.Length / 6, content.Length / 2);
            rows.Dispose();
            Assert.False(opened[0].CanRead);
        }
    }

    public static TheoryData<string> BinaryFiles =>
    [
        .. new[] { "parquet", "arrow" }.SelectMany(kind => Directory.EnumerateFiles(Golden.Path("data", kind), "*." + kind)
            .Select(file => $"{kind}/{Path.GetFileName(file)}")),
    ];

    [Theory]
    [MemberData(nameof(BinaryFiles))]
    public void Files_of_tables_give_the_rows_that_reading_at_once_gives(string name)
    {
        string path = Golden.Path("data", name);
        Dataset whole = Dataset.Load(path);
        IterableDataset stream = path.EndsWith(".arrow", StringComparison.Ordinal) ? IterableDataset.LoadArrow([path]) : IterableDataset.LoadParquet([path]);

        string[] rows = [.. stream.Select(row => row.ToString())];

        Assert.Equal(whole.Select(row => row.ToString()), rows);
        foreach (int given in new[] { rows.Length / 3, rows.Length })
        {
            _ = stream.Take<Example>(given).Count();
            IterableDataset second = path.EndsWith(".arrow", StringComparison.Ordinal) ? IterableDataset.LoadArrow([path]) : IterableDataset.LoadParquet([path]);
            second.LoadStateDict(stream.StateDict());
            Assert.Equal(rows[given..], second.Select(row => row.ToString()));
        }
    }

    [Fact]
    public void A_parquet_file_says_what_its_columns_hold_and_gives_those_that_are_asked_for()
    {
        string path = Golden.Path("data", Path.Combine("parquet", "features.parquet"));
        Dataset whole = Dataset.LoadParquet(path);
        string last = whole.ColumnNames[^1];

        IterableDataset stream = IterableDataset.LoadParquet([path, path]);

        Assert.Equal(whole.Features, stream.Features);
        Assert.Equal(2 * whole.NumRows, stream.Count());
        Assert.Equal([last], IterableDataset.LoadParquet([path], [last]).First().Keys);
        Assert.Throws<KeyNotFoundException>(() => IterableDataset.LoadParquet([path], ["nowhere"]));
        Assert.Contains("no.parquet", Assert.Throws<InvalidDataException>(() => IterableDataset.LoadParquet([Write("no.parquet", "no parquet file at all")])).Message);
    }

    [Fact]
    public void A_pass_goes_on_in_the_middle_of_a_file()
    {
        string jsonl = Write("a.jsonl", string.Concat(Enumerable.Range(0, 12_345).Select(i => $"{{\"i\": {i}}}\n")));
        IterableDataset stream = IterableDataset.LoadJson([jsonl, jsonl]);
        using (IEnumerator<Example> rows = stream.GetEnumerator())
        {
            for (int i = 0; i < 12_345 + 11_000; i++)
            {
                rows.MoveNext();
            }
        }

        stream.LoadStateDict(stream.StateDict());

        Assert.Equal(Enumerable.Range(11_000, 1345), stream.Select(row => row.Get<int>("i")));
    }

    [Fact]
    public void Later_rows_are_made_to_fit_the_first_or_refused_by_name()
    {
        string start = string.Concat(Enumerable.Repeat("7,x\n", 10_000));
        string text = Write("text.csv", "n,t\n" + start + "8,007\n,\n");
        string broken = Write("broken.csv", "n,t\n" + start + "8.5,y\n");
        string lines = Write("a.jsonl", string.Concat(Enumerable.Repeat("{\"x\": 1.5, \"n\": null, \"y\": 1}\n", 10_000)) + "{\"x\": 2, \"n\": 4}\n");
        string extra = Write("b.jsonl", string.Concat(Enumerable.Repeat("{\"x\": 1.5}\n", 10_000)) + "{\"x\": 2, \"z\": 4}\n");

        Example[] last = [.. IterableDataset.LoadCsv(text).Skip(10_000)];
        Assert.Equal((8L, "007"), (last[0]["n"], last[0]["t"]));
        Assert.Equal((null, null), (last[1]["n"], last[1]["t"]));
        Assert.Contains($"{broken}, line 10002", Refused(IterableDataset.LoadCsv(broken)));
        Assert.Contains("The first 10000 rows of", Refused(IterableDataset.LoadCsv(broken)));
        Example row = IterableDataset.LoadJson([lines]).Last();
        Assert.Equal((2.0, 4L, null), (row["x"], row["n"], row["y"]));
        Assert.Contains("has the columns \"z\"", Refused(IterableDataset.LoadJson([extra])));
    }

    [Fact]
    public void A_missing_file_is_missed_at_once_and_a_broken_one_where_it_breaks()
    {
        string broken = Write("broken.csv", "a,b\n1,2\n3\n");

        Assert.Contains("There is no file", Assert.Throws<FileNotFoundException>(() => IterableDataset.LoadCsv("nowhere.csv")).Message);
        Assert.Contains("line 3: 1 value", Refused(IterableDataset.LoadCsv(broken)));
        Assert.Contains("is empty", Refused(IterableDataset.LoadCsv(Write("empty.csv", string.Empty))));
        Assert.Empty(IterableDataset.LoadCsv(Write("header.csv", "a,b\n")));
    }

    public void Dispose() => _folder.Dispose();

    private static void AssertSame(Dataset expected, IterableDataset stream)
    {
        int row = 0;
        foreach (Example example in stream)
        {
            Assert.Equal(expected[row++], example);
        }

        Assert.Equal(expected.NumRows, row);
    }

    private static string Failure(IterableDataset stream, int row) =>
        Assert.Throws<InvalidOperationException>(() => stream.Map((_, number) => number == row ? throw new FormatException("x") : null).Count()).Message;

    private static string Refused(IterableDataset stream) => Assert.Throws<InvalidDataException>(() => stream.Count()).Message;

    private string Write(string name, string text) => _folder.Write(name, text);
}
