using FineTune.Data;

namespace FineTune.Tests.Data;

/// <summary>Numbers of <c>uint64</c> that no <see cref="long"/> holds.</summary>
public sealed class LargeNumberTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void They_are_written_as_they_are()
    {
        Rows().ToJson(_folder.File("rows.jsonl"));
        Rows().ToCsv(_folder.File("rows.csv"));

        Assert.Equal(["{\"n\":18446744073709551615,\"list\":[18446744073709551615,null]}", "{\"n\":1,\"list\":[1]}"], File.ReadAllLines(_folder.File("rows.jsonl")));
        Assert.Equal(["n,list", "18446744073709551615,\"[18446744073709551615,null]\"", "1,[1]"], File.ReadAllLines(_folder.File("rows.csv")));
    }

    [Fact]
    public void Streams_and_added_rows_keep_them()
    {
        Dataset back = Rows().ToIterableDataset().ToDataset();
        Dataset more = Rows().AddItem(Rows()[0]);

        Assert.Equal(Rows().Features, back.Features);
        Assert.Equal([ulong.MaxValue, 1UL], back["n"]);
        Assert.Equal([ulong.MaxValue, 1UL, ulong.MaxValue], more["n"]);
        Assert.Equal(["[18446744073709551615, null]", "[1]", "[18446744073709551615, null]"], more["list"].Select(ValueText.Of));
    }

    [Fact]
    public void An_array_of_them_is_not_taken_for_one_of_signed_numbers() =>
        Assert.Contains("UInt64", Assert.Throws<ArgumentException>(() => Dataset.FromColumns(("n", new[] { ulong.MaxValue }))).Message, StringComparison.Ordinal);

    private static Dataset Rows() => new(
        [
            new StoredColumn("n", new PrimitiveData<ulong>([ulong.MaxValue, 1])),
            new StoredColumn("list", ColumnFactory.OfObjects([new object?[] { ulong.MaxValue, null }, new object?[] { 1L }], new Sequence(new Value("uint64")))),
        ],
        2);
}
