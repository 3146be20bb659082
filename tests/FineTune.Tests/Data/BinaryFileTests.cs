using System.Text.Json.Nodes;
using FineTune.Data;

namespace FineTune.Tests.Data;

/// <summary>What the reference reads from the same parquet and Arrow files: <c>tests/Goldens/data/make_parquet.py</c>.</summary>
public sealed class BinaryFileTests
{
    private static readonly JsonObject s_golden = JsonText.ReadObject(Golden.Text("data", "binary.json"));

    public static TheoryData<string> Files() => [.. s_golden.Select(file => file.Key)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_file_gives_the_columns_and_values_of_the_reference(string name)
    {
        Check(name, Dataset.Load(Golden.Path("data", name)));
        Check(name, await Dataset.LoadAsync(Golden.Path("data", name)));
    }

    [Fact]
    public async Task Columns_and_row_groups_can_be_read_one_by_one()
    {
        string path = Golden.Path("data", "parquet/dictionary_v2.parquet");
        Dataset all = Dataset.LoadParquet(path);
        await using ParquetFile file = await ParquetFile.OpenAsync(path, File.OpenRead(path));

        Dataset second = await file.ReadRowGroupAsync(1, ["text", "i32"]);

        Assert.Equal(3, file.RowGroupCount);
        Assert.Equal(120, file.RowCount);
        Assert.Equal(["text", "i32"], second.ColumnNames);
        Assert.Equal(all["text"].Skip(50).Take(50), second["text"]);
        Assert.Equal(all["i32"].Skip(50).Take(50), second["i32"]);
        Assert.Equal(all["f64"], Dataset.LoadParquet(path, ["f64"])["f64"]);
        Assert.Contains("Did you mean \"text\"?", Assert.Throws<KeyNotFoundException>(() => Dataset.LoadParquet(path, ["txt"])).Message);
    }

    [Fact]
    public void Names_of_classes_come_with_the_file()
    {
        Dataset data = Dataset.LoadParquet(Golden.Path("data", "parquet/features.parquet"));

        Assert.Equal(new ClassLabel("neg", "pos"), data.Features["label"]);
        Assert.Equal([1L, 0L, -1L], data["label"]);
        Assert.Equal("b", ((Example)data["pair"][0]!).Get<string>("fr"));
        Assert.Equal([0L, 1L], data["tags"].Get<long[]>(0));
    }

    [Fact]
    public void Rows_give_the_types_of_NET()
    {
        Dataset times = Dataset.LoadParquet(Golden.Path("data", "parquet/times_v1.parquet"));
        Dataset numbers = Dataset.LoadParquet(Golden.Path("data", "parquet/numbers_v1.parquet"));

        Assert.Equal(new DateTime(2023, 11, 14, 22, 13, 20), times[3].Get<DateTime>("ts_s"));
        Assert.Equal(new DateTimeOffset(2023, 11, 14, 22, 13, 20, 123, TimeSpan.Zero), times[3].Get<DateTimeOffset>("ts_paris"));
        Assert.Equal(new DateOnly(1969, 12, 31), times[2].Get<DateOnly>("date32"));
        Assert.Equal(new TimeOnly(23, 59, 59), times[3].Get<TimeOnly>("time_s"));
        Assert.Equal(TimeSpan.FromMilliseconds(-5), times[2].Get<TimeSpan>("wait"));
        Assert.Equal(-9999999.99m, numbers[2].Get<decimal>("d9"));
        Assert.Equal(ulong.MaxValue, numbers[2].Get<ulong>("u64_large"));
        Assert.Equal(-128, numbers[2].Get<int>("i8"));
        Assert.Null(numbers[1]["i8"]);
    }

    private static void Check(string name, Dataset data)
    {
        JsonNode golden = s_golden[name]!;
        if (golden["features"] is { } features)
        {
            Assert.Equal(JsonText.Write(features), JsonText.Write(data.Features.ToJson()));
        }

        Assert.Equal(golden["columns"]!.AsObject().Select(column => column.Key), data.ColumnNames);
        foreach ((string column, JsonNode? values) in golden["columns"]!.AsObject())
        {
            Assert.Equal(values!.AsArray().Select(value => $"{column}: {value}"), data[column].Select(value => $"{column}: {ValueText.Of(value)}"));
        }
    }
}
