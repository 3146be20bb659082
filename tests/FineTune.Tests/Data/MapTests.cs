using FineTune.Data;

namespace FineTune.Tests.Data;

public sealed class MapTests
{
    private static readonly Dataset s_hundred = OrderGolden.Numbered(100);

    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    [InlineData(7)]
    public void Map_adds_columns_in_row_order_whatever_the_threads(int? numProc)
    {
        Dataset mapped = OrderGolden.Numbered(5000).Map(row => Of(("square", row.Get<long>("i") * row.Get<long>("i"))), numProc: numProc);

        Assert.Equal(["i", "square"], mapped.ColumnNames);
        Assert.Equal(Enumerable.Range(0, 5000).Select(i => (long)i * i), mapped["square"].ToArray<long>());
    }

    [Fact]
    public void A_bar_is_shown_once_it_takes_longer_than_a_moment_and_goes_in_the_end()
    {
        using StringWriter output = new();
        SteppedClock clock = new();
        using (RowBar bar = new("Map", 2000, output, 80, clock))
        {
            bar.Report(10);
            Assert.Equal(string.Empty, output.ToString());
            clock.Now += TimeSpan.FromSeconds(1);
            bar.Report(1000);
            bar.Report(1001);
        }

        Assert.Equal("\r\u001b[KMap [############............] 1,000/2,000 rows\r\u001b[K", output.ToString());
    }

    private sealed class SteppedClock : TimeProvider
    {
        public TimeSpan Now { get; set; } = TimeSpan.FromHours(1);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }

    [Fact]
    public void Map_replaces_a_column_in_place_and_leaves_out_those_to_remove()
    {
        Dataset dataset = s_hundred.AddColumn("t", Enumerable.Repeat("x", 100)).AddColumn("z", Enumerable.Repeat(1, 100));

        Assert.Equal(["i", "t", "z", "n"], dataset.Map(_ => Of(("n", 1), ("t", 2))).ColumnNames);
        Assert.Equal(["z", "n", "t"], dataset.Map(row => Of(("n", row["i"]), ("t", 2)), removeColumns: ["i", "t"]).ColumnNames);
        Assert.Equal(2, dataset.Map(_ => Of(("t", 2)))[5]["t"] is long value ? (int)value : 0);
    }

    [Fact]
    public void Map_gives_the_row_number_when_asked()
    {
        Dataset mapped = s_hundred.Select([5, 7]).Map((row, number) => Of(("n", (row.Get<int>("i") * 10) + number)));

        Assert.Equal([50L, 71L], mapped["n"]);
        Assert.Equal([5L, 7L], mapped["i"]);
    }

    [Fact]
    public void Map_that_returns_null_changes_nothing()
    {
        int seen = 0;

        Dataset same = s_hundred.Map(_ =>
        {
            Interlocked.Increment(ref seen);
            return null;
        });

        Assert.Same(s_hundred, same);
        Assert.Equal(100, seen);
    }

    [Fact]
    public void Map_keeps_lists_of_ids_as_they_are()
    {
        int[] ids = [1, 2, 3];

        Dataset mapped = s_hundred.Map(_ => Of(("input_ids", ids)));

        Assert.Same(ids, mapped[3]["input_ids"]);
        Assert.Equal(new Sequence(Value.Int32), mapped.Features["input_ids"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_failure_names_the_first_row(int numProc)
    {
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => OrderGolden.Numbered(3000).Map(
            row => row.Get<int>("i") >= 1234 ? throw new FormatException("no such text") : Of(("n", 1)), numProc: numProc));

        Assert.Equal("Map failed at row 1234: no such text", error.Message);
        Assert.IsType<FormatException>(error.InnerException);
        Assert.Contains("Filter failed at row 0", Assert.Throws<InvalidOperationException>(() => s_hundred.Filter(row => row.Get<bool>("i") && row.Get<string>("i") == "x")).Message);
    }

    [Fact]
    public void Rows_must_return_the_same_keys_and_kinds()
    {
        Assert.Contains("Row 3 has the keys \"m\", but row 0 has \"n\"", Error(i => Of((i == 3 ? "m" : "n", 1))));
        Assert.Contains("Row 3 has the keys \"n\", \"m\"", Error(i => i == 3 ? Of(("n", 1), ("m", 1)) : Of(("n", 1))));
        Assert.Contains("returned null for row 3 but a dictionary for row 0", Error(i => i == 3 ? null : Of(("n", 1))));
        Assert.Contains("returned null for row 0 but a dictionary for row 3", Error(i => i != 3 ? null : Of(("n", 1))));
        Assert.Contains("Column \"n\" mixes types: row 0 has 1 (int), but row 3 has \"x\" (string)", Error(i => Of(("n", i == 3 ? "x" : 1))));
        Assert.Contains("There is no column \"lable\"", Assert.Throws<KeyNotFoundException>(() => s_hundred.Map(_ => null, ["lable"])).Message);
    }

    [Fact]
    public void Progress_reaches_the_number_of_rows_and_work_can_be_cancelled()
    {
        Recorder progress = new();
        using CancellationTokenSource stop = new();

        s_hundred.Map(_ => Of(("n", 1)), progress: progress);

        Assert.Equal(100, progress.Values.Max());
        Assert.Equal(progress.Values.Order(), progress.Values);
        Assert.Throws<OperationCanceledException>(() => s_hundred.Map(
            row =>
            {
                if (row.Get<int>("i") == 10)
                {
                    stop.Cancel();
                }

                return Of(("n", 1));
            },
            cancellationToken: stop.Token));
    }

    [Fact]
    public void Map_of_no_rows_gives_no_rows() => Assert.Empty(s_hundred.Take(0).Map(_ => Of(("n", 1)), removeColumns: ["i"]));

    [Theory]
    [InlineData(30)]
    [InlineData(1000)]
    [InlineData(0)]
    public void MapBatched_puts_batches_together(int batchSize)
    {
        List<int> sizes = [];

        Dataset mapped = s_hundred.MapBatched(
            batch =>
            {
                sizes.Add(batch.NumRows);
                return Of(("n", batch["i"].ToArray<long>().Select(i => i + 1).ToArray()));
            },
            batchSize);

        Assert.Equal(Enumerable.Range(1, 100).Select(i => (object?)(long)i), mapped["n"]);
        Assert.Equal(100, mapped["i"].Count);
        Assert.Equal(batchSize == 30 ? [30, 30, 30, 10] : [100], sizes);
    }

    [Fact]
    public void MapBatched_may_change_the_number_of_rows_if_old_columns_go()
    {
        Dataset doubled = s_hundred.MapBatched(batch => Of(("n", batch["i"].Concat(batch["i"]).ToList())), batchSize: 60, removeColumns: ["i"]);

        Assert.Equal(200, doubled.NumRows);
        Assert.Equal([0L, 59L, 0L, 60L], new[] { 0, 59, 60, 120 }.Select(row => (long)doubled[row]["n"]!));
        string message = Assert.Throws<ArgumentException>(() => s_hundred.MapBatched(_ => Of(("n", new[] { 1 })))).Message;
        Assert.Contains("returned 1 rows for the 100 rows from row 0 on, but the columns \"i\" stay", message);
    }

    [Fact]
    public void MapBatched_changes_no_column_by_a_dictionary_without_entries()
    {
        Dataset two = Dataset.FromColumns(("i", new[] { 0, 1, 2 }), ("t", new[] { "a", "b", "c" }));

        Dataset same = two.MapBatched(_ => Of(), batchSize: 2);

        Assert.Equal(["i", "t"], same.ColumnNames);
        Assert.Equal(["a", "b", "c"], same["t"]);
        Assert.Equal(["t"], two.MapBatched(_ => Of(), batchSize: 2, removeColumns: ["i"]).ColumnNames);
        Assert.Contains("for the batch from row 50 on", Batched(batch => batch[0].Get<int>("i") == 0 ? Of(("n", batch["i"].ToArray<int>())) : Of()));
        Assert.Contains("for the batch from row 50 on", Batched(batch => batch[0].Get<int>("i") > 0 ? Of(("n", batch["i"].ToArray<int>())) : Of()));
    }

    [Fact]
    public void MapBatched_says_what_is_wrong_with_what_was_returned()
    {
        Assert.Contains("expected an array or another list", Batched(_ => Of(("n", 5))));
        Assert.Contains("\"n\" has 1 values but column \"m\" has 2", Batched(_ => Of(("n", new[] { 1 }), ("m", new[] { 1, 2 }))));
        Assert.Contains("returned the columns \"m\" for the batch from row 50 on", Batched(batch => Of((batch[0].Get<int>("i") == 0 ? "n" : "m", batch["i"].ToArray<int>()))));
        Assert.Contains(
            "MapBatched failed at the batch that begins at row 50: boom",
            Assert.Throws<InvalidOperationException>(() => s_hundred.MapBatched(batch => batch[0].Get<int>("i") == 50 ? throw new FormatException("boom") : null, 50)).Message);
    }

    [Fact]
    public void MapBatched_takes_what_a_tokenizer_makes_of_a_column()
    {
        PreTrainedTokenizer tokenizer = AutoTokenizer.FromPretrained(Golden.Path("models", "bert-tiny"));
        Dataset texts = Dataset.FromColumns(("text", new[] { "one", "two words", "three words here" }), ("label", new long[] { 0, 1, 0 }));

        Dataset encoded = texts.MapBatched(batch => tokenizer.EncodeBatch(batch["text"], truncation: true), batchSize: 2);

        Assert.Equal(["text", "label", "input_ids", "token_type_ids", "attention_mask"], encoded.ColumnNames);
        Assert.Equal(texts.Map(row => tokenizer.Encode(row.Get<string>("text"), truncation: true)).ToString(), encoded.ToString());
        Assert.Equal(tokenizer.Encode("three words here").InputIds, encoded[2]["input_ids"]);
    }

    [Fact]
    public void MapBatched_takes_pairs_of_columns_split_by_split()
    {
        PreTrainedTokenizer tokenizer = AutoTokenizer.FromPretrained(Golden.Path("models", "bert-tiny"));
        Dataset pairs = Dataset.FromColumns(("a", new[] { "one", "two" }), ("b", new[] { "yes", "no" }));

        DatasetDict encoded = new DatasetDict { ["train"] = pairs }
            .MapBatched(batch => tokenizer.EncodeBatch(batch["a"], batch["b"], truncation: true), removeColumns: ["a", "b"]);

        Assert.Equal(tokenizer.Encode("two", "no").InputIds, encoded["train"][1]["input_ids"]);
    }

    [Fact]
    public void A_column_that_holds_no_texts_is_not_encoded()
    {
        PreTrainedTokenizer tokenizer = AutoTokenizer.FromPretrained(Golden.Path("models", "bert-tiny"));

        string message = Assert.Throws<InvalidCastException>(() => tokenizer.EncodeBatch(s_hundred["i"])).Message;

        Assert.Contains("row 0", message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(null)]
    public void MapBatched_gives_the_same_whatever_the_threads_and_knows_row_numbers(int? numProc)
    {
        Recorder progress = new();

        Dataset mapped = OrderGolden.Numbered(1000).MapBatched(
            (batch, first) => Of(("n", batch["i"].ToArray<int>().Select((i, row) => (i * 10_000) + first + row).ToArray())), 30, numProc: numProc, progress: progress);

        Assert.Equal(Enumerable.Range(0, 1000).Select(i => i * 10_001), mapped["n"].ToArray<int>());
        Assert.Equal(1000, progress.Values.Max());
        Assert.Contains("MapBatched failed at the batch that begins at row 120", Assert.Throws<InvalidOperationException>(() => OrderGolden.Numbered(1000).MapBatched(
            (_, first) => first >= 120 ? throw new FormatException("no") : null, 30, numProc: numProc)).Message);
    }

    [Fact]
    public void MapBatched_can_leave_out_a_short_last_batch() =>
        Assert.Equal(90, s_hundred.MapBatched(batch => Of(("n", batch["i"].ToArray<int>())), 30, dropLastBatch: true).NumRows);

    [Fact]
    public void Filter_keeps_rows_in_order()
    {
        Assert.Equal([5, 6, 7], s_hundred.Filter(row => row.Get<int>("i") is >= 5 and < 8).Numbers());
        Assert.Equal([99, 98], s_hundred.Select(Enumerable.Range(0, 100).Reverse()).Filter((_, number) => number < 2).Numbers());
    }

    [Fact]
    public void Errors_after_changes_still_name_the_line()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("rows.csv", "a\n1\n2\n3\n4\n");
        Dataset dataset = Dataset.LoadCsv(path).Filter(row => row.Get<int>("a") > 1).Map(row => Of(("b", row["a"]))).Select([2, 0]);

        Assert.Equal($"row 0 ({path}, line 5)", dataset.DescribeRow(0));
        Assert.Equal($"row 3 ({path}, line 3)", Datasets.ConcatenateDatasets([dataset, dataset]).DescribeRow(3));
    }

    private static Dictionary<string, object?> Of(params (string Name, object? Value)[] values) => values.ToDictionary(value => value.Name, value => value.Value);

    private static string Error(Func<int, IReadOnlyDictionary<string, object?>?> function) =>
        Assert.Throws<ArgumentException>(() => s_hundred.Map(row => function(row.Get<int>("i")))).Message;

    private static string Batched(Func<Dataset, IReadOnlyDictionary<string, object?>?> function) =>
        Assert.Throws<ArgumentException>(() => s_hundred.MapBatched(function, 50)).Message;

    private sealed class Recorder : IProgress<int>
    {
        public List<int> Values { get; } = [];

        public void Report(int value) => Values.Add(value);
    }
}
