namespace FineTune.Tests.Data;

public sealed class DatasetTests
{
    private static readonly Dataset s_reviews = Dataset.FromColumns(
        ("text", new[] { "good", "bad", "fine", "poor" }), ("label", new[] { 1, 0, 1, 0 }), ("score", new[] { 0.5, 0.25, 2, 1 }));

    [Fact]
    public void Rows_and_columns_are_read_by_number_and_name()
    {
        Assert.Equal((4, 3), s_reviews.Shape);
        Assert.Equal(["text", "label", "score"], s_reviews.ColumnNames);
        Assert.Equal("{text: string, label: int64, score: float64}", s_reviews.Features.ToString());
        Assert.Equal("{text: \"bad\", label: 0, score: 0.25}", s_reviews[1].ToString());
        Assert.Equal([1L, 0L, 1L, 0L], s_reviews["label"]);
        Assert.Equal(["bad", "fine"], s_reviews[1..3]["text"]);
        Assert.Equal(["good", "bad", "fine", "poor"], s_reviews.Select(row => row.Get<string>("text")));
    }

    [Fact]
    public void A_wrong_column_name_is_answered_with_the_nearest()
    {
        Assert.Contains("the columns are \"text\", \"label\", \"score\". Did you mean \"label\"?", Message<KeyNotFoundException>(() => s_reviews["lable"]));
        Assert.Contains("Did you mean \"text\"?", Message<KeyNotFoundException>(() => s_reviews[0]["Text"]));
        Assert.DoesNotContain("Did you mean", Message<KeyNotFoundException>(() => s_reviews.RemoveColumns("sentence")));
        Assert.Contains("There is no row 4; the data set has 4 rows", Message<ArgumentOutOfRangeException>(() => s_reviews[4]));
    }

    [Fact]
    public void Values_are_given_as_the_type_asked_for_if_nothing_is_lost()
    {
        Example row = Dataset.FromColumns(("i", new long?[] { 7 }), ("n", new long?[] { null }), ("f", new[] { 2.0 }), ("ids", new int[][] { [1, 2] }))[0];

        Assert.Equal(7, row.Get<int>("i"));
        Assert.Equal(7f, row.Get<float>("i"));
        Assert.Equal(7, row.Get<int?>("i"));
        Assert.Null(row.Get<int?>("n"));
        Assert.Equal(2, row.Get<int>("f"));
        Assert.Equal([1, 2], row.Get<long[]>("ids"));
        Assert.Equal([1f, 2f], row.Get<float[]>("ids"));
        Assert.Equal([1, 2], row.Get<IReadOnlyList<int>>("ids"));
    }

    [Fact]
    public void A_wrong_type_is_answered_with_row_value_and_fix()
    {
        Dataset dataset = Dataset.FromColumns(("label", new long?[] { 7, null }), ("score", new[] { 0.5, 1 }));

        Assert.Contains(
            "The value of column \"label\" in row 0 is 7 (long), but string was asked for. Convert the column with dataset.CastColumn(\"label\", Value.String)",
            Message<InvalidCastException>(() => dataset[0].Get<string>("label")));
        Assert.Contains("in row 1 is null, but int was asked for. Drop such rows", Message<InvalidCastException>(() => dataset[1].Get<int>("label")));
        Assert.Contains("0.5 (double), but int was asked for. Ask for Get<double>(\"score\")", Message<InvalidCastException>(() => dataset["score"].ToArray<int>()));
    }

    [Fact]
    public void Rows_and_objects_become_columns()
    {
        Dataset rows = Dataset.FromList([new Dictionary<string, object?> { ["a"] = 1, ["b"] = "x" }, new Dictionary<string, object?> { ["a"] = 2.5, ["b"] = null }]);
        Dataset objects = Dataset.FromObjects([new { Text = "x", LabelIds = new[] { 1.0, 0.0 } }]);

        Assert.Equal([1.0, 2.5], rows["a"]);
        Assert.Equal(["x", null], rows["b"]);
        Assert.Equal("{text: string, label_ids: list<float64>}", objects.Features.ToString());
    }

    [Fact]
    public void Broken_input_in_memory_is_refused_with_advice()
    {
        Assert.Contains("\"a\" has 2 values but column \"b\" has 1", Message<ArgumentException>(() => Dataset.FromColumns(("a", new[] { 1, 2 }), ("b", new[] { 1 }))));
        Assert.Contains("occurs more than once", Message<ArgumentException>(() => Dataset.FromColumns(("a", new[] { 1 }), ("a", new[] { 1 }))));
        Assert.Contains("mixes types: row 0 has 1 (int), but row 1 has \"x\" (string)", Message<ArgumentException>(() => Dataset.FromColumns(("a", new object[] { 1, "x" }))));
        Assert.Contains("a value of type DateTime cannot be stored", Message<ArgumentException>(() => Dataset.FromColumns(("a", new object[] { default(DateTime) }))));
        Assert.Contains(
            "Row 1 has the keys \"b\", but row 0 has \"a\"",
            Message<ArgumentException>(() => Dataset.FromList([new Dictionary<string, object?> { ["a"] = 1 }, new Dictionary<string, object?> { ["b"] = 1 }])));
    }

    [Fact]
    public void Columns_are_renamed_removed_chosen_and_added()
    {
        Dataset shuffled = s_reviews.Select([3, 1]);

        Assert.Equal(["text", "labels", "score"], s_reviews.RenameColumn("label", "labels").ColumnNames);
        Assert.Equal(["label", "text", "score"], s_reviews.RenameColumns(new Dictionary<string, string> { ["label"] = "text", ["text"] = "label" }).ColumnNames);
        Assert.Equal(["text"], s_reviews.RemoveColumns("label", "score").ColumnNames);
        Assert.Equal(["score", "text"], s_reviews.SelectColumns("score", "text").ColumnNames);
        Assert.Equal([10L, 20L], shuffled.AddColumn("n", new[] { 10, 20 })["n"]);
        Assert.Equal(["poor", "bad"], shuffled.AddColumn("n", new[] { 10, 20 })["text"]);
        Assert.Contains("\"text\" has 2 values but column \"n\" has 1", Message<ArgumentException>(() => shuffled.AddColumn("n", new[] { 1 })));
        Assert.Contains("occurs more than once", Message<ArgumentException>(() => s_reviews.RenameColumn("label", "text")));
    }

    [Theory]
    [InlineData("date32", "2021-01-02", "2020-01-01")]
    [InlineData("timestamp[us]", "2021-01-02T03:04:05", "2020-01-01T00:00:00")]
    [InlineData("timestamp[s, tz=UTC]", "2021-01-02T03:04:05Z", "2020-01-01T00:00:00Z")]
    [InlineData("duration[s]", 7, 3)]
    [InlineData("time64[us]", 7, 3)]
    [InlineData("decimal128(10, 2)", "10.50", "9.25")]
    [InlineData("binary", "b", "a")]
    public void Rows_are_sorted_by_columns_of_every_kind_that_has_an_order(string dtype, object more, object less)
    {
        Dataset dataset = Dataset.FromColumns(("k", new[] { more, null, less }), ("i", new[] { 0, 1, 2 })).CastColumn("k", new Value(dtype));

        Assert.Equal([2, 0, 1], dataset.Sort("k").Numbers());
        Assert.Equal([0, 2, 1], dataset.Sort("k", reverse: true).Numbers());
    }

    [Fact]
    public void Rows_are_sorted_stably_with_nulls_last()
    {
        Dataset dataset = Dataset.FromColumns(
            ("k", new double?[] { 2, null, 1, 2, double.NaN }), ("t", new[] { "b", "\U0001F600", "\uFFFD", "a", "B" }), ("i", new[] { 0, 1, 2, 3, 4 }));

        Assert.Equal([2, 0, 3, 4, 1], dataset.Sort("k").Numbers());
        Assert.Equal([0, 3, 2, 4, 1], dataset.Sort("k", reverse: true).Numbers());
        Assert.Equal([2, 3, 0, 4, 1], dataset.Sort(["k", "t"]).Numbers());
        Assert.Equal([4, 3, 0, 2, 1], dataset.Sort("t").Numbers());
        Assert.Contains("whose values have no order", Message<ArgumentException>(() => Dataset.FromColumns(("a", new int[][] { [1] })).Sort("a")));
    }

    [Fact]
    public void Parts_and_joins_keep_rows_in_order()
    {
        Dataset ten = OrderGolden.Numbered(10);

        Assert.Equal([[0, 1, 2, 3], [4, 5, 6], [7, 8, 9]], Enumerable.Range(0, 3).Select(part => ten.Shard(3, part).Numbers()));
        Assert.Equal([1, 4, 7], ten.Shard(3, 1, contiguous: false).Numbers());
        Assert.Equal([0, 1], ten.Take(2).Numbers());
        Assert.Equal([8, 9], ten.Skip(8).Numbers());
        Assert.Empty(ten.Skip(11));
        Assert.Equal([9, 8, 0, 1], Datasets.ConcatenateDatasets([ten.Select([9, 8]), ten.Take(2)]).Numbers());
    }

    [Fact]
    public void Distinct_values_come_in_the_order_of_their_first_rows() =>
        Assert.Equal([1L, 0L], s_reviews.Unique("label"));

    [Fact]
    public void A_format_shows_some_columns_and_keeps_the_others()
    {
        Dataset formatted = s_reviews.WithFormat("label");

        Assert.Equal(["label"], formatted[0].Keys);
        Assert.Equal(3, formatted.NumColumns);
        Assert.Equal(["label", "double"], formatted.Map(row => Row("double", row.Get<int>("label") * 2))[0].Keys);
        Assert.Equal(["text", "label", "score"], formatted.ResetFormat()[0].Keys);
        Assert.Equal(["label"], formatted.Shuffle(1).RemoveColumns("text")[0].Keys);
    }

    [Fact]
    public void Every_method_leaves_the_data_set_as_it_was()
    {
        string before = string.Join('\n', s_reviews);

        s_reviews.Shuffle(1).Map(_ => Row("text", "x"), removeColumns: ["label"]).Sort("text").RenameColumn("text", "t").CastColumn("score", Value.String);

        Assert.Equal(before, string.Join('\n', s_reviews));
    }

    [Fact]
    public void Splits_change_together()
    {
        DatasetDict splits = new() { ["train"] = s_reviews, ["test"] = s_reviews.Take(1) };

        DatasetDict changed = splits.Map(row => Row("n", row.Get<string>("text").Length)).RemoveColumns("score").Filter(row => row.Get<int>("n") > 3);

        Assert.Equal(["good", "fine", "poor"], changed["train"]["text"]);
        Assert.Equal(1, changed.NumRows["test"]);
        Assert.Equal(["text", "label", "n"], changed.ColumnNames["test"]);
        Assert.Equal(["train", "test"], changed.Keys);
    }

    internal static Dictionary<string, object?> Row(string name, object? value) => new() { [name] = value };

    private static string Message<T>(Func<object?> action)
        where T : Exception => Assert.Throws<T>(action).Message;
}
