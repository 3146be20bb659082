namespace FineTune.Tests.Data;

/// <summary>What <c>Map</c> makes of a column that it replaces, as the reference does.</summary>
public sealed class KeptFeatureTests
{
    private static readonly ClassLabel s_classes = new(["n", "p"]);

    public static TheoryData<Feature, object, Feature, object> Kept => new()
    {
        { s_classes, "p", s_classes, 1L },
        { s_classes, "1", s_classes, 1L },
        { s_classes, 1, s_classes, 1L },
        { s_classes, true, s_classes, 1L },
        { s_classes, 1.0, s_classes, 1L },
        { s_classes, -1, s_classes, -1L },
        { s_classes, 0.5, Value.Float64, 0.5 },
        { s_classes, new[] { 1L }, new Sequence(Value.Int64), new[] { 1L } },
        { Value.Int32, 7, Value.Int32, 7L },
        { Value.Int32, 1.0, Value.Int32, 1L },
        { Value.Int32, "3", Value.Int32, 3L },
        { Value.Int32, 1L << 40, Value.Int64, 1L << 40 },
        { Value.Int32, 1.5, Value.Float64, 1.5 },
        { Value.Int32, "x", Value.String, "x" },
        { Value.Int64, 1.0, Value.Int64, 1L },
        { Value.Float32, 1, Value.Float32, 1.0 },
        { Value.Bool, 5, Value.Bool, true },
        { Value.String, 1, Value.Int64, 1L },
        { Value.String, 1.5, Value.Float64, 1.5 },
        { Value.String, true, Value.Bool, true },
        { new Sequence(Value.String), new[] { 1L }, new Sequence(Value.Int64), new[] { 1L } },
        { new Sequence(Value.Int64), new[] { 1.0 }, new Sequence(Value.Int64), new[] { 1L } },
    };

    [Theory]
    [MemberData(nameof(Kept))]
    public void A_replaced_column_keeps_its_feature_where_the_values_fit(Feature old, object returned, Feature expected, object value)
    {
        Dataset dataset = Of(old);

        Dataset[] all =
        [
            dataset.Map(_ => Returned(returned)),
            dataset.Map(_ => Returned(returned), removeColumns: ["a"]),
            dataset.MapBatched(_ => Returned(new[] { returned, returned })),
        ];

        Assert.All(all, mapped => Assert.Equal((expected, value), (mapped.Features["a"], mapped[1]["a"]!), (left, right) => left.Item1 == right.Item1 && Equivalent(left.Item2, right.Item2)));
    }

    [Theory]
    [InlineData(6)]
    [InlineData(-2)]
    [InlineData(6.0)]
    [InlineData("zzz")]
    public void What_is_no_class_is_an_error(object returned)
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => Of(s_classes).Map(_ => Returned(returned)));

        Assert.Contains("Column \"a\", row 0", exception.Message, StringComparison.Ordinal);
        Assert.Contains("cannot become a class; expected one of", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Classes_that_were_mapped_can_be_split_evenly()
    {
        Dataset mapped = Dataset.FromColumns(("a", new[] { "n", "p", "n", "p", "n", "p" })).CastColumn("a", s_classes)
            .Map(row => Returned(1 - row.Get<int>("a")));

        DatasetDict split = mapped.TrainTestSplit(testSize: 2, seed: 1, stratifyByColumn: "a");

        Assert.Equal([0L, 1L], split["test"]["a"].ToArray<long>().Order());
    }

    private static Dataset Of(Feature feature) => Dataset.FromColumns(("a", new object?[] { null, null }), ("b", new[] { 1, 2 })).CastColumn("a", feature);

    private static Dictionary<string, object?> Returned(object value) => new() { ["a"] = value };

    private static bool Equivalent(object left, object right) => left is long[] list ? right is long[] other && list.SequenceEqual(other) : left.Equals(right);
}
