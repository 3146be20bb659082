using FineTune.Data;

namespace FineTune.Tests.Data;

/// <summary>Streams whose columns' features are known, some of which values alone would not tell.</summary>
public sealed class KnownFeaturesTests
{
    [Fact]
    public void Batches_of_a_stream_have_its_features()
    {
        List<Features> seen = [];
        IterableDataset mapped = Rows().ToIterableDataset().MapBatched(
            batch =>
            {
                seen.Add(batch.Features);
                return new Dictionary<string, object?> { ["m"] = batch["n"].ToArray<long>() };
            },
            batchSize: 2);

        Assert.Equal([0L, 1L, 2L], mapped.ToArray<Example>().Select(row => row["m"]));
        Assert.Equal(new DateOnly(2020, 1, 2), mapped.First<Example>()["date"]);
        Assert.All(seen, features => Assert.Equal(Rows().Features, features));
        Assert.All(Rows().ToIterableDataset().Iter(2), batch => Assert.Equal(Rows().Features, batch.Features));
    }

    [Fact]
    public void A_stream_becomes_the_data_set_it_came_from()
    {
        Dataset back = Rows().ToIterableDataset().ToDataset();

        Assert.Equal(Rows().Features, back.Features);
        foreach (string name in Rows().ColumnNames)
        {
            Assert.Equal(Rows()[name].Select(ValueText.Of), back[name].Select(ValueText.Of));
        }
    }

    [Fact]
    public void Without_rows_the_known_columns_are_kept()
    {
        Dataset none = Rows().ToIterableDataset().Filter(_ => false).ToDataset();

        Assert.Equal(0, none.NumRows);
        Assert.Equal(Rows().Features, none.Features);
    }

    [Fact]
    public void Another_column_of_the_stream_can_be_cast()
    {
        IterableDataset cast = Rows().ToIterableDataset().CastColumn("n", Value.String);

        Assert.Equal(["0", "1", "2"], cast.ToDataset()["n"]);
        Assert.Equal(Rows()["zoned"], cast.ToDataset()["zoned"]);
        Assert.Equal(["a", "b", "a"], cast.CastColumn("class", Value.String).ToDataset()["class"]); // No row is the source's any more.
        Assert.Equal(["2020-01-02", "1970-01-02", null], cast.CastColumn("date", Value.String).ToDataset()["date"]);
    }

    [Theory]
    [InlineData("decimal", "decimal128(4, 1)")]
    [InlineData("large", "int64")]
    public void What_does_not_fit_is_refused_of_a_stream_too(string column, string dtype)
    {
        Dataset rows = Dataset.FromColumns(("decimal", new[] { "1.25", "2.50" }), ("large", new[] { "1", "18446744073709551615" }))
            .CastColumn("decimal", new Value("decimal128(5, 2)"));

        Assert.ThrowsAny<ArgumentException>(() => rows.CastColumn(column, new Value(dtype)));
        Assert.ThrowsAny<ArgumentException>(() => rows.ToIterableDataset().CastColumn(column, new Value(dtype)).ToDataset());
    }

    [Fact]
    public void Times_of_a_stream_lose_what_a_coarser_unit_does_not_have()
    {
        Dataset rows = new([new StoredColumn("t", new TemporalData(new PrimitiveData<long>([1_500_000]), new Value("timestamp[us]")))], 1);

        object? cast = rows.ToIterableDataset().CastColumn("t", new Value("timestamp[s]")).First<Example>()["t"];

        Assert.Equal(rows.CastColumn("t", new Value("timestamp[s]"))[0]["t"], cast);
    }

    private static Dataset Rows()
    {
        Sequence dates = new(new Value("date32"));
        Struct entry = new(new Features([new("at", new Value("timestamp[us]")), new("n", Value.Int64)]));
        object? Entry(DateTime? at) => new Example([new("at", at), new("n", 5L)]);
        DateTime time = new(2020, 1, 2, 3, 4, 5);
        return new Dataset(
            [
                new StoredColumn("n", new PrimitiveData<long>([0, 1, 2])),
                Times("date", "date32", 18263, 1, 2),
                Times("time", "time64[ns]", 1_000, 2_000, 3_000),
                Times("zoned", "timestamp[s, tz=UTC]", 1, 2, 3),
                Times("duration", "duration[ms]", 1, 2, 3),
                new StoredColumn("bytes", ColumnFactory.Of(new byte[]?[] { [1, 255], null, [] }, null, new Value("binary"))),
                new StoredColumn("decimal", new Value("decimal128(5, 2)"), new PrimitiveData<decimal>([1.50m, 0m, 2m], [false, true, false])),
                new StoredColumn("large", new PrimitiveData<ulong>([1, ulong.MaxValue, 2])),
                new StoredColumn("dates", ColumnFactory.OfObjects([new object?[] { new DateOnly(2020, 1, 2), null }, null, Array.Empty<object?>()], dates)),
                new StoredColumn("entry", ColumnFactory.OfObjects([Entry(time), null, Entry(null)], entry)),
                new StoredColumn("class", new ClassLabel("a", "b"), new PrimitiveData<long>([0, 1, 0])),
                new StoredColumn("single", Value.Float32, new PrimitiveData<double>([0.5, 1, 2])),
            ],
            3);
    }

    private static StoredColumn Times(string name, string dtype, params long[] numbers) =>
        new(name, new TemporalData(new PrimitiveData<long>(numbers, [false, false, true]), new Value(dtype)));
}
