using System.Text.Json.Nodes;

namespace FineTune.Tests.Data;

/// <summary>Folders that the reference's <c>save_to_disk</c> left (<c>tests/Goldens/data/make_saved.py</c>), and our own.</summary>
public sealed class SavedDatasetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_the_reference_saved_is_read_with_all_its_files()
    {
        Dataset data = Dataset.LoadFromDisk(Golden.Path("data", "saved", "shards"));

        Assert.Equal(11, data.NumRows);
        Assert.Equal(new ClassLabel("neg", "pos"), data.Features["label"]);
        Assert.Equal(new Sequence(Value.Int64) { Length = 2 }, data.Features["sizes"]);
        Assert.Equal([.. Enumerable.Range(0, 11).Select(i => i == 3 ? null : $"row {i} é")], data["text"]);
        Assert.Equal(new DateTime(2024, 1, 11), data[10].Get<DateTime>("when"));
        Assert.Equal([0, 1, 2], data[7].Get<int[]>("ids"));
        Assert.Equal(10L, ((IReadOnlyDictionary<string, object?>)data[10]["pair"]!)["n"]);
        Assert.Equal(2.5, data[10]["score"]);
    }

    [Fact]
    public void Chosen_rows_and_visible_columns_are_read_as_they_were_saved()
    {
        Dataset data = Dataset.LoadFromDisk(Golden.Path("data", "saved", "chosen"));
        DatasetDict splits = DatasetDict.LoadFromDisk(Golden.Path("data", "saved", "splits"));

        Assert.Equal(5, data.NumRows);
        Assert.Equal(["text", "label"], data[0].Keys);
        Assert.Equal(7, data.NumColumns);
        Assert.Equal(["train", "test"], splits.Keys);
        Assert.Equal("row 8 é", splits["test"][0]["text"]);
    }

    [Fact]
    public void Our_folders_are_like_those_of_the_reference()
    {
        Dataset data = Dataset.LoadFromDisk(Golden.Path("data", "saved", "shards"));
        string ours = _folder.File("ours");

        data.SaveToDisk(ours, numShards: 3);

        Assert.Equal(Names(Golden.Path("data", "saved", "shards")), Names(ours));
        Assert.Equal(File.ReadAllText(Golden.Path("data", "saved", "shards", "dataset_info.json")), File.ReadAllText(Path.Combine(ours, "dataset_info.json")));
        JsonObject state = JsonText.ReadObject(File.ReadAllText(Path.Combine(ours, "state.json")));
        JsonObject reference = JsonText.ReadObject(File.ReadAllText(Golden.Path("data", "saved", "shards", "state.json")));
        Assert.Matches("^[0-9a-f]{16}$", state["_fingerprint"]!.GetValue<string>());
        reference["_fingerprint"] = state["_fingerprint"]!.DeepClone();
        Assert.Equal(JsonText.Write(reference), JsonText.Write(state));
        Equal(data, Dataset.LoadFromDisk(ours));
    }

    [Fact]
    public void Chosen_and_shuffled_rows_are_saved_in_their_order()
    {
        Dataset chosen = Dataset.LoadFromDisk(Golden.Path("data", "saved", "shards")).Shuffle(3).Take(6).WithFormat("label");
        DatasetDict splits = new() { ["train"] = chosen, ["a.b"] = chosen.Take(0) };

        splits.SaveToDisk(_folder.File("splits"));
        DatasetDict back = DatasetDict.LoadFromDisk(_folder.File("splits"));

        Assert.Equal(chosen["text"], back["train"]["text"]);
        Assert.Equal(["label"], back["train"][0].Keys);
        Assert.Equal(0, back["a.b"].NumRows);
        Assert.Equal("{\"splits\": [\"train\", \"a.b\"]}", File.ReadAllText(_folder.File("splits", "dataset_dict.json")));
    }

    [Theory]
    [InlineData("parquet/numbers_v1.parquet")]
    [InlineData("parquet/times_v1.parquet")]
    [InlineData("parquet/bytes_v1.parquet")]
    [InlineData("parquet/nested_v1.parquet")]
    [InlineData("parquet/features.parquet")]
    [InlineData("parquet/empty.parquet")]
    public void Every_type_comes_back_from_a_folder_and_from_parquet(string name)
    {
        Dataset data = Dataset.Load(Golden.Path("data", name));

        data.SaveToDisk(_folder.File("saved"), maxShardSize: "1KB");
        data.ToParquet(_folder.File("rows.parquet"), batchSize: 3);

        Equal(data, Dataset.LoadFromDisk(_folder.File("saved")));
        Equal(data, Dataset.LoadParquet(_folder.File("rows.parquet")));
        Assert.Equal([_folder.File("rows.parquet")], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Objects_whose_keys_nobody_said_are_written_with_those_they_have()
    {
        Dataset data = Dataset.FromList(
        [
            new Dictionary<string, object?> { ["o"] = new Dictionary<string, object?> { ["a"] = 1 }, ["l"] = Array.Empty<string>() },
            new Dictionary<string, object?> { ["o"] = new Dictionary<string, object?> { ["a"] = 2.5, ["b"] = "x" }, ["l"] = new[] { "y" } },
        ]);

        data.ToParquet(_folder.File("rows.parquet"));
        Dataset back = Dataset.LoadParquet(_folder.File("rows.parquet"));

        Assert.Equal("{a: float64, b: string}", back.Features["o"].ToString());
        Assert.Equal(["{a: 1.0, b: null}", "{a: 2.5, b: \"x\"}"], back["o"].Select(ValueText.Of));
        Assert.Equal(["[]", "[\"y\"]"], back["l"].Select(ValueText.Of));
    }

    [Fact]
    public void A_saved_folder_is_replaced_whole_and_nothing_else_is()
    {
        Dataset data = Dataset.LoadFromDisk(Golden.Path("data", "saved", "shards"));
        data.SaveToDisk(_folder.File("data"), numShards: 4);

        Dataset.LoadFromDisk(_folder.File("data")).Take(2).SaveToDisk(_folder.File("data"));
        string mine = _folder.Write("other/mine.txt", "x");
        IOException refused = Assert.Throws<IOException>(() => data.SaveToDisk(_folder.File("other")));

        Assert.Equal(2, Dataset.LoadFromDisk(_folder.File("data")).NumRows);
        Assert.Equal(["data-00000-of-00001.arrow", "dataset_info.json", "state.json"], Names(_folder.File("data")));
        Assert.Contains("exists and is no saved data set", refused.Message);
        Assert.True(File.Exists(mine));
        Assert.Equal("data other", string.Join(' ', Directory.GetDirectories(_folder.Path).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void A_failed_save_leaves_the_old_folder_as_it_was()
    {
        Dataset good = Dataset.FromColumns(("a", new[] { 1L, 2L }));
        good.SaveToDisk(_folder.File("data"));
        Dataset bad = Dataset.FromColumns(("a", new object?[] { new Dictionary<string, object?> { ["k"] = 1 }, new Dictionary<string, object?> { ["k"] = "x" } }));

        Assert.Throws<ArgumentException>(() => bad.SaveToDisk(_folder.File("data")));

        Equal(good, Dataset.LoadFromDisk(_folder.File("data")));
        Assert.Equal([_folder.File("data")], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void What_is_missing_or_damaged_in_a_folder_is_named()
    {
        string data = _folder.File("data");
        Dataset.FromColumns(("a", new[] { 1L })).SaveToDisk(data);

        Assert.Contains("there is no such folder", Assert.Throws<FileNotFoundException>(() => Dataset.LoadFromDisk(_folder.File("none"))).Message);
        Assert.Contains("Use Dataset.LoadFromDisk", Assert.Throws<FileNotFoundException>(() => DatasetDict.LoadFromDisk(data)).Message);
        File.WriteAllText(Path.Combine(data, "state.json"), "{\"_data_files\": [{\"filename\": \"../x.arrow\"}]}");
        Assert.Contains("lies outside its folder", Assert.Throws<InvalidDataException>(() => Dataset.LoadFromDisk(data)).Message);
        File.WriteAllText(Path.Combine(data, "state.json"), "{\"_data_files\": [{\"filename\": \"gone.arrow\"}]}");
        Assert.Contains("gone.arrow", Assert.Throws<FileNotFoundException>(() => Dataset.LoadFromDisk(data)).Message);
        File.WriteAllText(Path.Combine(data, "state.json"), "{");
        Assert.Contains("state.json is not JSON", Assert.Throws<InvalidDataException>(() => Dataset.LoadFromDisk(data)).Message);
    }

    [Theory]
    [InlineData("500MB", 500_000_000)]
    [InlineData("1.5 GiB", 1_610_612_736)]
    [InlineData("7", 7)]
    [InlineData("2kb", 2000)]
    public void Sizes_are_numbers_with_a_unit(string text, long bytes) => Assert.Equal(bytes, FineTune.Data.SizeText.Parse(text, "size"));

    [Fact]
    public void Sizes_that_make_no_sense_are_refused()
    {
        Dataset data = Dataset.FromColumns(("a", new[] { 1L }));

        Assert.Contains("\"large\" is no size", Assert.Throws<ArgumentException>(() => data.SaveToDisk(_folder.File("x"), "large")).Message);
        Assert.Contains("Give only one", Assert.Throws<ArgumentException>(() => data.SaveToDisk(_folder.File("x"), "1GB", 2)).Message);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Columns_can_be_taken_out_as_lists()
    {
        Dataset data = Dataset.FromColumns(("b", new[] { "x", null, "z" }), ("a", new[] { 1L, 2L, 3L })).Select([2, 0]);

        IReadOnlyDictionary<string, IReadOnlyList<object?>> lists = data.ToDict();

        Assert.Equal(["b", "a"], lists.Keys);
        Assert.Equal(["z", "x"], lists["b"]);
        Assert.Equal([3L, 1L], lists["a"]);
    }

    private static string[] Names(string folder) => [.. Directory.GetFiles(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private static void Equal(Dataset expected, Dataset actual)
    {
        Assert.Equal(JsonText.Write(expected.Features.ToJson()), JsonText.Write(actual.Features.ToJson()));
        Assert.Equal(expected.NumRows, actual.NumRows);
        foreach (string column in expected.ColumnNames)
        {
            Assert.Equal(expected[column].Select(value => $"{column}: {ValueText.Of(value)}"), actual[column].Select(value => $"{column}: {ValueText.Of(value)}"));
        }
    }
}
