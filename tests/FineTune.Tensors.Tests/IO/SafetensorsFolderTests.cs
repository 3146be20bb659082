namespace FineTune.Tensors.Tests.IO;

public sealed class SafetensorsFolderTests
{
    private static readonly (string Name, int Length)[] State = [("one", 10), ("two", 2), ("three", 25), ("four", 1), ("five", 5), ("six", 5)];

    [Fact]
    public void Shards_and_index_equal_the_references_byte_for_byte()
    {
        using TemporaryFolder folder = new();

        IReadOnlyList<string> written = SafetensorsFolder.Save(folder.Path, Tensors(), totalParameters: 48, maxShardSize: 48);

        string[] expected = [.. Directory.GetFiles(Golden.Path("io", "sharded")).Select(Path.GetFileName).Order(StringComparer.Ordinal)!];
        Assert.Equal(expected, written.Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(expected, Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        foreach (string file in expected)
        {
            Assert.Equal(File.ReadAllBytes(Golden.Path("io", "sharded", file)), File.ReadAllBytes(folder.File(file)));
        }
    }

    [Fact]
    public void Tensors_are_found_in_whatever_file_they_are()
    {
        using SafetensorsFolder weights = SafetensorsFolder.Open(Golden.Path("io", "sharded"));

        Assert.Equal(State.Select(s => s.Name).Order(StringComparer.Ordinal), weights.Names.Order(StringComparer.Ordinal));
        Assert.Equal(3, weights.Files.Count());
        for (int i = 0; i < State.Length; i++)
        {
            Assert.True(weights.Contains(State[i].Name));
            Assert.Equal(new Shape(State[i].Length), weights.ShapeOf(State[i].Name));
            Assert.All(weights.ReadTensor(State[i].Name).ToArray(), value => Assert.Equal(i, value));
        }

        Assert.Contains("has no tensor \"seven\"", Assert.Throws<SafetensorsException>(() => weights.ShapeOf("seven")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_single_file_has_no_index_and_is_preferred_to_one()
    {
        using TemporaryFolder folder = new();

        IReadOnlyList<string> written = SafetensorsFolder.Save(folder.Path, Tensors(), totalParameters: 48);
        folder.Write("model.safetensors.index.json", "not read"u8);

        Assert.Equal("model.safetensors", Path.GetFileName(Assert.Single(written)));
        using SafetensorsFolder weights = SafetensorsFolder.Open(folder.Path);
        Assert.Equal(25, weights.ReadTensor("three").Length);
    }

    [Fact]
    public void Saving_again_deletes_the_files_of_the_save_before()
    {
        using TemporaryFolder folder = new();
        folder.Write("model_other-00001-of-00002.safetensors", "mine"u8);

        SafetensorsFolder.Save(folder.Path, Tensors(), 48, maxShardSize: 30);
        SafetensorsFolder.Save(folder.Path, Tensors(), 48, maxShardSize: 48);
        Assert.Equal(5, Directory.GetFiles(folder.Path).Length);

        SafetensorsFolder.Save(folder.Path, Tensors(), 48);
        Assert.Equal(
            ["model.safetensors", "model_other-00001-of-00002.safetensors"],
            Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));

        SafetensorsFolder.Save(folder.Path, Tensors(), 48, maxShardSize: 48);
        Assert.False(File.Exists(folder.File("model.safetensors")));
    }

    [Theory]
    [InlineData("""{"weight_map": {"one": "../model.safetensors"}}""", "expected the name of a file beside it")]
    [InlineData("""{"weight_map": {"one": "/etc/passwd"}}""", "expected the name of a file beside it")]
    [InlineData("""{"weight_map": {"one": 3}}""", "expected the name of a file beside it")]
    [InlineData("""{"weight_map": []}""", "no object \"weight_map\"")]
    [InlineData("""[]""", "no object \"weight_map\"")]
    [InlineData("""{""", "not valid JSON")]
    [InlineData("""{"weight_map": {"one": "a.safetensors", "one": "a.safetensors"}}""", "not valid JSON")]
    [InlineData("""{"weight_map": {"one": "gone.safetensors"}}""", "which is not there")]
    [InlineData("""{"weight_map": {"nine": "a.safetensors"}}""", "which does not hold it")]
    public void An_index_that_does_not_fit_is_refused(string json, string problem)
    {
        using TemporaryFolder folder = new();
        SafetensorsFile.Save(folder.File("a.safetensors"), Tensors());
        File.WriteAllText(folder.File("model.safetensors.index.json"), json);

        SafetensorsException error = Assert.Throws<SafetensorsException>(() => SafetensorsFolder.Open(folder.Path));

        Assert.Contains("model.safetensors.index.json", error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_weights_says_what_it_lacks()
    {
        using TemporaryFolder folder = new();

        Assert.False(SafetensorsFolder.Exists(folder.Path));
        string message = Assert.Throws<FileNotFoundException>(() => SafetensorsFolder.Open(folder.Path)).Message;
        Assert.Contains("neither model.safetensors nor model.safetensors.index.json", message, StringComparison.Ordinal);
    }

    private static List<SafetensorsTensor> Tensors() =>
        [.. State.Select((tensor, i) => new SafetensorsTensor(tensor.Name, Tensor.Full(new Shape(tensor.Length), i)))];
}
