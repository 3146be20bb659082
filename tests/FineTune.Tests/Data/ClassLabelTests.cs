namespace FineTune.Tests.Data;

public sealed class ClassLabelTests
{
    private static readonly ClassLabel s_label = new("negative", " spaced ", "positive");

    [Theory]
    [InlineData("positive", 2)]
    [InlineData(" positive", 2)]
    [InlineData(" spaced ", 1)]
    [InlineData("1", 1)]
    [InlineData("-1", -1)]
    public void A_text_becomes_its_class(string text, int id) => Assert.Equal(id, s_label.Str2Int(text));

    [Theory]
    [InlineData("spaced")]
    [InlineData("3")]
    [InlineData("-2")]
    [InlineData("")]
    [InlineData("Positive")]
    public void A_text_that_is_no_class_is_refused(string text) =>
        Assert.Contains("is not a class label; expected one of \"negative\", \" spaced \", \"positive\"", Assert.Throws<ArgumentException>(() => s_label.Str2Int(text)).Message);

    [Fact]
    public void A_number_becomes_its_name()
    {
        Assert.Equal("positive", s_label.Int2Str(2));
        Assert.Contains("numbers 0 to 2", Assert.Throws<ArgumentOutOfRangeException>(() => s_label.Int2Str(-1)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => s_label.Int2Str(3));
        Assert.Equal(["0", "1", "2"], new ClassLabel(3).Names);
    }

    [Fact]
    public void Names_must_be_distinct_and_there()
    {
        Assert.Contains("stands at 0 and at 1", Assert.Throws<ArgumentException>(() => new ClassLabel("a", "a")).Message);
        Assert.Throws<ArgumentException>(() => new ClassLabel([]));
        Assert.Throws<ArgumentException>(() => new ClassLabel(0));
        Assert.Equal(new ClassLabel("a", "b"), new ClassLabel("a", "b"));
        Assert.NotEqual(new ClassLabel("a", "b"), new ClassLabel("b", "a"));
    }

    [Fact]
    public void Texts_and_numbers_are_cast_to_classes()
    {
        ClassLabel label = new("a", "b", "c");

        Assert.Equal([1L, 2L, -1L, null], Column("1", " c", "-1", null).CastColumn("x", label)["x"]);
        Assert.Equal([1L, 0L, null], Column(true, false, null).CastColumn("x", label)["x"]);
        Assert.Equal(["b", "c", null, null], Column("b", "c", "-1", null).CastColumn("x", label).CastColumn("x", Value.String)["x"]);
        Assert.Contains("row 1: 3 cannot become a class; expected one of \"a\", \"b\", \"c\", or a number from -1 (missing) to 2", Message(() => Column(0, 3).CastColumn("x", label)));
        Assert.Contains("row 0: 1.5 cannot become a class", Message(() => Column(1.5).CastColumn("x", label)));
    }

    [Fact]
    public void Values_are_cast_as_the_reference_does()
    {
        Assert.Equal(["1.5", "2", null, "1e+20", "0.00001", "1e-7", "1234567890", "1.2345678901e+10"], Column(1.5, 2.0, null, 1e20, 1e-5, 1e-7, 1234567890.0, 12345678901.0).CastColumn("x", Value.String)["x"]);
        Assert.Equal(["true", "false", null], Column(true, false, null).CastColumn("x", Value.String)["x"]);
        Assert.Equal([1L, 0L, null], Column(true, false, null).CastColumn("x", Value.Int64)["x"]);
        Assert.Equal([true, false, true], Column(1, 0, 2).CastColumn("x", Value.Bool)["x"]);
        Assert.Equal([1.0, 2.5], Column("1", "2.5").CastColumn("x", Value.Float64)["x"]);
        Assert.Contains("row 1: \" 2\" cannot become int64", Message(() => Column("1", " 2").CastColumn("x", Value.Int64)));
        Assert.Contains("row 0: 1.5 cannot become int64", Message(() => Column(1.5).CastColumn("x", Value.Int64)));
        Assert.Contains("row 2: \"no\" cannot become bool", Message(() => Column("true", "0", "no").CastColumn("x", Value.Bool)));
    }

    [Fact]
    public void Distinct_values_become_classes_sorted_by_code_point()
    {
        Check(Column("b", null, "B", "\U0001F600", "\uFFFD", "b"), ["B", "b", "\uFFFD", "\U0001F600"], [1L, null, 0L, 3L, 2L, 1L]);
        Check(Column(10, 9, 10), ["10", "9"], [0L, 1L, 0L]);
        Check(Column(true, false, null), ["False", "True"], [1L, 0L, null]);
        Check(Column(1.5, 2.0, 1e16, 1e-5), ["1.5", "1e+16", "1e-05", "2.0"], [0L, 3L, 1L, 2L]);
        Dataset withNulls = Column("x", null).ClassEncodeColumn("x", includeNulls: true);
        Assert.Equal(["None", "x"], ((ClassLabel)withNulls.Features["x"]).Names);
        Assert.Equal([1L, 0L], withNulls["x"]);
        Assert.Contains("every row is null", Message(() => Column(null, null).ClassEncodeColumn("x")));
    }

    [Fact]
    public void A_class_has_one_number_in_all_splits()
    {
        DatasetDict splits = new() { ["train"] = Column("a", "c"), ["test"] = Column("c", "b") };

        DatasetDict encoded = splits.ClassEncodeColumn("x");

        Assert.Equal(["a", "b", "c"], ((ClassLabel)encoded["test"].Features["x"]).Names);
        Assert.Equal([0L, 2L], encoded["train"]["x"]);
        Assert.Equal([2L, 1L], encoded["test"]["x"]);
        Assert.Same(encoded["test"], encoded["test"].ClassEncodeColumn("x"));
    }

    private static Dataset Column(params object?[]? values) => Dataset.FromColumns(("x", values ?? [null]));

    private static void Check(Dataset dataset, string[] names, object?[] ids)
    {
        Dataset encoded = dataset.ClassEncodeColumn("x");
        Assert.Equal(names, ((ClassLabel)encoded.Features["x"]).Names);
        Assert.Equal(ids, encoded["x"]);
    }

    private static string Message(Func<object> action) => Assert.Throws<ArgumentException>(action).Message;
}
