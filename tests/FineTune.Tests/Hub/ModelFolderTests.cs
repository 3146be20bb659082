using FineTune.Hub;

namespace FineTune.Tests.Hub;

public sealed class ModelFolderTests
{
    private const string Commit = "0123456789abcdef0123456789abcdef01234567";

    [Fact]
    public void A_folder_is_taken_as_it_is()
    {
        using TemporaryFolder folder = new();

        Assert.Equal(folder.Path, ModelFolder.Resolve(folder.Path).Path);
    }

    [Theory]
    [InlineData("main")]
    [InlineData(Commit)]
    public void A_model_id_is_looked_up_in_the_cache(string revision)
    {
        using TemporaryFolder cache = new();
        cache.Write("models--org--tiny.model/refs/main", Commit + "\n");
        cache.Write($"models--org--tiny.model/snapshots/{Commit}/config.json", "{}");

        ModelFolder folder = ModelFolder.Resolve("org/tiny.model", revision, new HubCache(cache.Path));

        Assert.True(folder.TryFind("config.json", out _));
        Assert.False(folder.TryFind("model.safetensors", out _));
    }

    [Fact]
    public void A_model_that_is_nowhere_is_refused_with_what_was_tried_and_what_to_do()
    {
        using TemporaryFolder cache = new();

        string message = Assert.Throws<DirectoryNotFoundException>(
            () => ModelFolder.Resolve("org/tiny", "main", new HubCache(cache.Path))).Message;

        Assert.Contains("\"org/tiny\" is neither a folder", message);
        Assert.Contains(cache.File("models--org--tiny"), message);
        Assert.Contains("https://huggingface.co/org/tiny/tree/main", message);
    }

    [Theory]
    [InlineData("./no/such/folder")]
    [InlineData("a/b/c")]
    [InlineData("../org")]
    public void A_path_that_does_not_exist_is_not_taken_for_a_model_id(string path) =>
        Assert.Contains("There is no folder", Assert.Throws<DirectoryNotFoundException>(() => ModelFolder.Resolve(path)).Message);

    [Fact]
    public void A_file_is_refused_with_its_folder()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("model.safetensors", string.Empty);

        Assert.Contains($"Pass \"{folder.Path}\"", Assert.Throws<DirectoryNotFoundException>(() => ModelFolder.Resolve(file)).Message);
    }

    [Fact]
    public void A_missing_file_is_reported_with_the_files_there_are()
    {
        using TemporaryFolder folder = new();
        folder.Write("vocab.txt", string.Empty);

        string message = Assert.Throws<FileNotFoundException>(() => AutoConfig.FromPretrained(folder.Path)).Message;

        Assert.Contains("has no config.json; it has vocab.txt", message);
        Assert.Contains("Expected the folder of a model", message);
    }
}
