using System.Text.Json;

namespace FineTune.Tests.Data;

public sealed class SplitTests
{
    [Fact]
    public void Shuffle_orders_rows_as_NumPy_does()
    {
        foreach (JsonElement item in OrderGolden.Get("shuffle").EnumerateArray())
        {
            int[] rows = OrderGolden.Numbered(item.GetProperty("n").GetInt32()).Shuffle(item.GetProperty("seed").GetInt64()).Numbers();

            Assert.Equal(item.GetProperty("first").Ints(), rows.Take(12));
            Assert.Equal(item.GetProperty("crc").GetInt64(), OrderGolden.Crc(rows));
        }
    }

    [Fact]
    public void TrainTestSplit_gives_the_rows_of_the_reference()
    {
        foreach (JsonElement item in OrderGolden.Get("split").EnumerateArray())
        {
            bool shuffle = !item.TryGetProperty("shuffle", out JsonElement flag) || flag.GetBoolean();
            DatasetDict parts = OrderGolden.Numbered(item.GetProperty("n").GetInt32())
                .TrainTestSplit(Size(item, "test_size"), Size(item, "train_size"), shuffle, seed: Seed(item));

            Assert.Equal(item.GetProperty("train").Ints(), parts["train"].Numbers());
            Assert.Equal(item.GetProperty("test").Ints(), parts["test"].Numbers());
        }
    }

    [Fact]
    public void A_stratified_split_gives_the_rows_of_the_reference()
    {
        foreach (JsonElement item in OrderGolden.Get("stratified").EnumerateArray())
        {
            int[] labels = item.GetProperty("labels").Ints();
            Dataset dataset = OrderGolden.Numbered(labels.Length)
                .AddColumn("label", labels)
                .CastColumn("label", new ClassLabel(item.GetProperty("classes").GetInt32()));

            DatasetDict parts = dataset.TrainTestSplit(Size(item, "test_size"), Size(item, "train_size"), stratifyByColumn: "label", seed: Seed(item));

            Assert.Equal(item.GetProperty("train").Ints(), parts["train"].Numbers());
            Assert.Equal(item.GetProperty("test").Ints(), parts["test"].Numbers());
        }
    }

    [Fact]
    public void Without_a_seed_the_order_changes() =>
        Assert.NotEqual(OrderGolden.Numbered(1000).Shuffle().Numbers(), OrderGolden.Numbered(1000).Shuffle().Numbers());

    [Theory]
    [InlineData(0.0, "testSize 0 is out of range")]
    [InlineData(1.0, "testSize 1 is out of range")]
    public void A_fraction_out_of_range_is_refused(double size, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => OrderGolden.Numbered(10).TrainTestSplit(size)).Message);

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    public void A_row_count_out_of_range_is_refused(int size) =>
        Assert.Contains("a number of rows from 1 to 9", Assert.Throws<ArgumentException>(() => OrderGolden.Numbered(10).TrainTestSplit(size)).Message);

    [Fact]
    public void Parts_larger_than_the_whole_are_refused()
    {
        Dataset dataset = OrderGolden.Numbered(10);

        Assert.Contains("together are more than 1", Assert.Throws<ArgumentException>(() => dataset.TrainTestSplit(0.6, 0.6)).Message);
        Assert.Contains("6 test rows and 5 train rows", Assert.Throws<ArgumentException>(() => dataset.TrainTestSplit(6, 5)).Message);
        Assert.Contains("none for training", Assert.Throws<ArgumentException>(() => dataset.Take(1).TrainTestSplit(0.5)).Message);
    }

    [Fact]
    public void Stratifying_says_what_it_needs()
    {
        Dataset plain = OrderGolden.Numbered(6).AddColumn("label", new[] { 0, 0, 1, 1, 2, 2 });
        Dataset classes = plain.CastColumn("label", new ClassLabel(3));

        Assert.Contains("ClassEncodeColumn(\"label\")", Message(() => plain.TrainTestSplit(3, stratifyByColumn: "label")));
        Assert.Contains("shuffle: true", Message(() => classes.TrainTestSplit(3, shuffle: false, stratifyByColumn: "label")));
        Assert.Contains("for 3 classes", Message(() => classes.TrainTestSplit(2, stratifyByColumn: "label")));
        Assert.Contains("Class 2 of column \"label\" has a single row (row 4)", Message(() => classes.Take(5).TrainTestSplit(2, stratifyByColumn: "label")));
        Assert.Contains("A seed is 0 or more", Assert.Throws<ArgumentOutOfRangeException>(() => plain.Shuffle(-1)).Message);
    }

    [Fact]
    public void Rows_without_a_label_are_stratified_as_a_class_of_their_own()
    {
        Assert.Equal("2, 4, 0 | 1, 5, 3", Split([0, 0, 1, 1, null, null], 3, 0));
        Assert.Equal("5, 2, 8, 7, 0, 1, 9 | 6, 4, 3, 11, 10", Split([0, null, 1, null, 0, 1, 1, null, null, 0, 1, 0], 5, 7));
        Assert.Equal("2, 11, 1, 5, 9, 7, 0 | 8, 4, 3, 6, 10", Split([-1, null, 1, null, 0, 1, -1, null, null, 0, 1, 0], 5, 7));
        Assert.Contains("No class (null) of column \"l\" has a single row (row 1)", Message(() => Split([0, null, 1, 1, 0], 2, 7)));
    }

    private static string Split(long?[] labels, int test, long seed)
    {
        Dataset rows = OrderGolden.Numbered(labels.Length).AddColumn("l", labels, new ClassLabel("a", "b"));
        DatasetDict parts = rows.TrainTestSplit(test, stratifyByColumn: "l", seed: seed);
        string number = rows.ColumnNames[0];
        return $"{string.Join(", ", parts["train"][number])} | {string.Join(", ", parts["test"][number])}";
    }

    private static string Message(Func<object> action) => Assert.Throws<ArgumentException>(action).Message;

    private static long Seed(JsonElement item) => item.TryGetProperty("seed", out JsonElement seed) ? seed.GetInt64() : 0;

    private static SplitSize? Size(JsonElement item, string name) =>
        !item.TryGetProperty(name, out JsonElement size) ? null
        : size.GetRawText().Contains('.') ? SplitSize.FromFraction(size.GetDouble())
        : SplitSize.FromRows(size.GetInt32());
}
