namespace FineTune.Tests.Models;

public sealed class ModelFolderTests
{
    [Fact]
    public void A_folder_is_taken_as_it_is()
    {
        using TemporaryFolder folder = new();

        Assert.Equal(folder.Path, ModelFolder.FindLocal(folder.Path)!.Path);
    }

    [Fact]
    public void A_subfolder_of_a_folder_must_exist()
    {
        using TemporaryFolder folder = new();
        folder.Write("sub/config.json", "{}");

        Assert.Equal(folder.File("sub"), ModelFolder.FindLocal(folder.Path, "sub")!.Path);
        Assert.Contains("has no folder \"other\"", Assert.Throws<DirectoryNotFoundException>(() => ModelFolder.FindLocal(folder.Path, "other")).Message);
    }

    [Theory]
    [InlineData("./no/such/folder")]
    [InlineData("a/b/c")]
    [InlineData("../org")]
    public void A_path_that_does_not_exist_is_not_taken_for_a_model_id(string path)
    {
        string message = Assert.Throws<DirectoryNotFoundException>(() => AutoConfig.FromPretrained(path)).Message;

        Assert.Contains("There is no folder", message);
        Assert.Contains("is not a valid model identifier", message);
    }

    [Fact]
    public void A_file_is_refused_with_its_folder()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("model.safetensors", string.Empty);

        Assert.Contains($"Pass \"{folder.Path}\"", Assert.Throws<DirectoryNotFoundException>(() => AutoModel.FromPretrained(file)).Message);
    }

    [Fact]
    public void A_missing_file_is_reported_with_the_files_there_are()
    {
        using TemporaryFolder folder = new();
        folder.Write("vocab.txt", string.Empty);

        string message = Assert.Throws<FileNotFoundException>(() => AutoConfig.FromPretrained(folder.Path)).Message;

        Assert.Contains("does not appear to have a file named config.json", message);
        Assert.Contains("has no config.json; it has vocab.txt", message);
        Assert.Contains("Expected the folder of a model", message);
    }
}
