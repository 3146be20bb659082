namespace FineTune.Tests.Data;

/// <summary>Lists that hold only nulls say nothing of what the other lists of their column hold.</summary>
public sealed class NullListTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string, Feature> Others => new()
    {
        { "[1, null, 2]", "[1, null, 2]", Value.Int64 },
        { "[1, 2]", "[1, 2]", Value.Int64 },
        { "[0.5]", "[0.5]", Value.Float64 },
        { "[\"a\", null]", "[\"a\", null]", Value.String },
        { "[true]", "[true]", Value.Bool },
        { "[]", "[]", Value.Null },
        { "[null, null]", "[null, null]", Value.Null },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Others))]
    public void They_join_lists_of_any_kind(string other, string shown, Feature element)
    {
        Dataset rows = Dataset.LoadJson(_folder.Write("rows.jsonl", $"{{\"a\": {other}}}\n{{\"a\": [null]}}\n{{\"a\": null}}\n"));

        Assert.Equal(new Sequence(element), rows.Features["a"]);
        Assert.Equal([shown, "[null]", "null"], rows["a"].Select(ValueText.Of));
        Assert.Equal(rows["a"].Select(ValueText.Of), Dataset.FromList(rows)["a"].Select(ValueText.Of));
        Assert.Equal(rows["a"].Select(ValueText.Of), rows.Map(row => row)["a"].Select(ValueText.Of));
        Assert.Equal(new Sequence(element), rows.Map(row => row).Features["a"]);
    }

    [Fact]
    public void They_stay_lists_of_nulls_behind_other_rows()
    {
        Dataset numbers = Dataset.FromColumns(("a", new[] { new long[] { 1 } }));
        Dataset nulls = Dataset.FromColumns(("a", new[] { new object?[] { null } }));

        Assert.Equal(["[1]", "[null]"], Datasets.ConcatenateDatasets([numbers, nulls])["a"].Select(ValueText.Of));
        Assert.Equal(["[null]", "[null]"], Datasets.ConcatenateDatasets([nulls, nulls])["a"].Select(ValueText.Of));
        Assert.Equal(["[1]", "[null]"], numbers.AddItem(nulls[0])["a"].Select(ValueText.Of));
    }

    [Fact]
    public void They_are_saved()
    {
        Dataset nulls = Dataset.FromColumns(("a", new[] { new object?[] { null } }));

        nulls.SaveToDisk(_folder.File("saved"));
        nulls.ToParquet(_folder.File("a.parquet"));

        Assert.Equal(["[null]"], Dataset.LoadFromDisk(_folder.File("saved"))["a"].Select(ValueText.Of));
        Assert.Equal(["[null]"], Dataset.LoadParquet(_folder.File("a.parquet"))["a"].Select(ValueText.Of));
    }
}
