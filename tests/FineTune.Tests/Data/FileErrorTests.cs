using System.Text;

namespace FineTune.Tests.Data;

public sealed class FileErrorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a,b\n1,2\n3,4,5\n", "line 3: 3 values, but the file has 2 columns (\"a\", \"b\"); the last is \"5\". Put a value that holds \",\" in double quotes.")]
    [InlineData("a,b\n1\n", "line 2: 1 value, but the file has 2 columns (\"a\", \"b\"); the last is \"1\". Add what is missing, or check the separator.")]
    [InlineData("a,b\n\n\"x\ny\",1\n\nz\n", "line 6: 1 value")]
    [InlineData("a,b,a\n1,2,3\n", "the columns 1 and 3 are both called \"a\"")]
    [InlineData("a,b\n\"x,1\ny,2\n", "line 2: a value begins with a double quote that is never closed")]
    [InlineData("a,b\n1,\"x", "line 2: a value begins with a double quote that is never closed")]
    [InlineData("", "is empty")]
    [InlineData("\n\n", "is empty")]
    public void A_broken_CSV_file_is_refused_with_line_and_fix(string text, string message) =>
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => Dataset.LoadCsv(_folder.Write("rows.csv", text))).Message);

    [Fact]
    public void Every_ending_that_a_reader_of_data_sets_knows_says_the_format_of_a_file()
    {
        string[] endings = [.. FineTune.Data.PackagedReaders.All.SelectMany(reader => reader.Extensions)];

        Assert.All(endings, ending => Assert.NotNull(FineTune.Data.DataFile.TryFormatOf("rows" + ending.ToUpperInvariant() + ".gz")));
        Assert.Null(FineTune.Data.DataFile.TryFormatOf("rows.xml"));
        Assert.Contains("expected one of .arrow, .csv, .geoparquet, .gpq, .json, .jsonl, .ndjson, .parquet, .tsv, .txt.", Assert.Throws<ArgumentException>(() => Dataset.Load("rows.xml")).Message);
    }

    [Theory]
    [InlineData("{\"a\": 1}\n\n{\"a\": }\n", "line 3 is not JSON")]
    [InlineData("{\"a\": 1, \"a\": 2}\n", "line 1 is not JSON")]
    [InlineData("{\"a\": 1}\n[1]\n", "line 2: [1] is not a row. Expected an object")]
    [InlineData("[{\"a\": 1},\n {\"a\": 2]", "line 2 is not JSON")]
    [InlineData("[{\"a\": 1}, 5]", "item 1: 5 is not a row")]
    [InlineData("{\n\"a\": [1, 2],\n\"b\": [1]\n}", "column \"b\" has 1 value but column \"a\" has 2")]
    [InlineData("{\"a\": 1}\n{\"a\": \"x\"}\n", "Column \"a\" mixes types: row 0 ({0}, line 1) has 1 (long), but row 1 ({0}, line 2) has \"x\" (string).")]
    [InlineData(" \n ", "is empty")]
    public void A_broken_JSON_file_is_refused_with_line_and_fix(string text, string message)
    {
        string path = _folder.Write("rows.json", text);

        Assert.Contains(message.Replace("{0}", path), Assert.Throws<InvalidDataException>(() => Dataset.LoadJson(path)).Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65535)]
    [InlineData(65536)]
    [InlineData(200000)]
    public void Bytes_that_are_not_UTF8_are_refused_with_line_and_place(int before)
    {
        byte[] good = Encoding.UTF8.GetBytes("text\n" + new string('x', before) + "\ncaf\u00e9 ");
        byte[] bytes = [.. good, 0xE9, (byte)'\n'];
        string path = _folder.File("rows.csv");
        File.WriteAllBytes(path, bytes);

        string message = Assert.Throws<InvalidDataException>(() => Dataset.LoadCsv(path)).Message;

        Assert.Contains($"rows.csv, line 3, byte 7 of the line (byte {good.Length} of the file): 0xE9 is not UTF-8", message);
    }

    [Theory]
    [InlineData(65535)]
    [InlineData(65534)]
    [InlineData(131069)]
    public void Characters_may_lie_across_the_reads(int before)
    {
        string text = new string('x', before - 5) + "\U0001F600\u65e5";

        Assert.Equal(text, Dataset.LoadCsv(_folder.Write("rows.csv", "text\n" + text + "\n"))["text"][0]);
    }

    [Fact]
    public void A_character_cut_off_at_the_end_is_refused()
    {
        string path = _folder.File("rows.csv");
        File.WriteAllBytes(path, [.. "text\nx"u8, 0xE6, 0x97]);

        Assert.Contains("line 2, byte 2 of the line", Assert.Throws<InvalidDataException>(() => Dataset.LoadCsv(path)).Message);
    }

    [Fact]
    public void UTF16_is_named_as_such()
    {
        string path = _folder.File("rows.csv");
        File.WriteAllText(path, "text\nx\n", Encoding.Unicode);

        Assert.Contains("UTF-16", Assert.Throws<InvalidDataException>(() => Dataset.LoadCsv(path)).Message);
    }

    [Fact]
    public void A_missing_file_is_answered_with_the_nearest()
    {
        _folder.Write("reviews.csv", "a\n1\n");

        Assert.Contains("did you mean reviews.csv?", Assert.Throws<FileNotFoundException>(() => Dataset.Load(_folder.File("review.csv"))).Message);
    }

    [Fact]
    public void A_TSV_file_has_no_quotes()
    {
        string path = _folder.Write("rows.tsv", "text\tlabel\n\"hello\t1\nsay \"x\", y\t0\n");

        Dataset dataset = Dataset.Load(path);

        Assert.Equal(["\"hello", "say \"x\", y"], dataset["text"]);
        Assert.Equal([1L, 0L], dataset["label"]);
        string broken = _folder.Write("broken.tsv", "a\tb\n\"x\ty\"\t1\n");
        Assert.Contains("A value must not hold a tab", Assert.Throws<InvalidDataException>(() => Dataset.LoadTsv(broken)).Message);
    }

    [Fact]
    public void Options_say_how_to_read()
    {
        string path = _folder.Write("rows.txt", "made by hand\nNA;positive;7\nno;negative;\n");
        CsvOptions options = new()
        {
            Sep = ";",
            SkipRows = 1,
            ColumnNames = ["text", "label", "code"],
            KeepDefaultNa = false,
            NaValues = ["no"],
            Features = new Dictionary<string, Feature> { ["label"] = new ClassLabel("negative", "positive") },
            Dtype = Value.String,
        };

        Dataset dataset = Dataset.LoadCsv(path, options);

        Assert.Equal(["NA", null], dataset["text"]);
        Assert.Equal([1L, 0L], dataset["label"]);
        Assert.Equal(["7", ""], dataset["code"]);
        Assert.Equal("row 1 (" + path + ", line 3)", dataset.DescribeRow(1));
    }

    [Fact]
    public void A_value_its_column_cannot_hold_is_refused_with_line_and_fix()
    {
        string path = _folder.Write("rows.csv", "text,label\nx,positive\ny,positve\n");
        CsvOptions options = new() { Features = new Dictionary<string, Feature> { ["label"] = new ClassLabel("negative", "positive") } };

        string message = Assert.Throws<InvalidDataException>(() => Dataset.LoadCsv(path, options)).Message;

        Assert.Contains($"Column \"label\", row 1 ({path}, line 3): \"positve\" cannot become a class", message);
        Assert.Contains("Did you mean \"positive\"?", message);
        CsvOptions unknown = new() { Features = new Dictionary<string, Feature> { ["labels"] = Value.Int64 } };
        Assert.Contains("Did you mean \"label\"?", Assert.Throws<KeyNotFoundException>(() => Dataset.LoadCsv(path, unknown)).Message);
    }

    [Fact]
    public void A_header_without_rows_gives_no_rows()
    {
        Dataset dataset = Dataset.LoadCsv(_folder.Write("rows.csv", "a,b\n"));

        Assert.Equal((0, 2), dataset.Shape);
        Assert.Empty(dataset["b"]);
    }

    [Fact]
    public void Integers_too_large_stay_texts() =>
        Assert.Equal(["1", "12345678901234567890123"], Dataset.LoadCsv(_folder.Write("rows.csv", "a\n1\n12345678901234567890123\n"))["a"]);

    [Fact]
    public void One_JSON_object_over_several_lines_holds_columns()
    {
        Dataset dataset = Dataset.LoadJson(_folder.Write("rows.json", "{\n \"a\": [1, 2],\n \"b\": [\"x\", null]\n}\n"));

        Assert.Equal([1L, 2L], dataset["a"]);
        Assert.Equal(["x", null], dataset["b"]);
    }

    [Fact]
    public async Task Splits_are_read_from_their_files()
    {
        Dictionary<string, string> files = new()
        {
            ["train"] = _folder.Write("train.csv", "a\n1\n2\n"),
            ["test"] = _folder.Write("test.jsonl", "{\"a\": 3}\n"),
        };

        Assert.Equal([1L, 2L], DatasetDict.Load(files)["train"]["a"]);
        Assert.Equal([1L, 2L], DatasetDict.Load([.. files.Select(file => (file.Key, file.Value))])["train"]["a"]);
        Assert.Equal([3L], (await DatasetDict.LoadAsync(files))["test"]["a"]);
        Assert.Contains("the splits are \"train\", \"test\"", Assert.Throws<KeyNotFoundException>(() => DatasetDict.Load(files)["validation"]).Message);
    }

    [Fact]
    public async Task Reading_can_be_cancelled()
    {
        string path = _folder.Write("rows.csv", "a\n1\n2\n");
        using CancellationTokenSource stop = new();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Dataset.LoadCsvAsync(path, cancellationToken: stop.Token));
    }

    [Fact]
    public void What_is_written_reads_back_the_same()
    {
        Dataset dataset = Dataset.FromColumns(
            ("text", new[] { "a, \"b\"", "line\nend", null }),
            ("label", new[] { 1, 2, 3 }),
            ("score", new[] { 0.1, double.NaN, 1e300 }),
            ("ok", new[] { true, false, true }));
        string csv = _folder.File("rows.csv");
        string json = _folder.File("rows.jsonl");

        dataset.Select([2, 0, 1]).ToCsv(csv);
        dataset.Select([2, 0, 1]).AddColumn("ids", new int[][] { [1], [], [2, 3] }).ToJson(json);

        Assert.Equal("text,label,score,ok\n,3,1e+300,True\n\"a, \"\"b\"\"\",1,0.1,True\n\"line\nend\",2,,False\n", File.ReadAllText(csv));
        Assert.Equal([null, "a, \"b\"", "line\nend"], Dataset.Load(csv)["text"]);
        Assert.Equal("{\"text\":null,\"label\":3,\"score\":1e+300,\"ok\":true,\"ids\":[1]}", File.ReadLines(json).First());
        Assert.Equal([[1L], [], [2L, 3L]], Dataset.Load(json)["ids"].ToArray<long[]>());
    }
}
