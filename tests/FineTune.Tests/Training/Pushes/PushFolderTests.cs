using FineTune.Tests.Training.Runs;
using FineTune.Training;

namespace FineTune.Tests.Training.Pushes;

public sealed class PushFolderTests : IDisposable
{
    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_holds_the_runs_folder_under_the_model_of_the_checkpoint()
    {
        Write("README.md", "card");
        Write("config.json", "old");
        Write("runs/events.out", "log");
        Write(".gitattributes", "attributes");
        Write("_private/notes.txt", "mine");
        Write("checkpoint-1/config.json", "older");
        Write(".saving-3/config.json", "unfinished");
        Write(".saving-README.md", "unfinished");
        Write("finetune_run.json", "{}");
        Write(".hub-push/1/model/config.json", "another push's");
        Write("checkpoint-2/config.json", "new");
        Write("checkpoint-2/model.safetensors", "weights");
        Write("checkpoint-2/optimizer.pt", "moments");
        Write("checkpoint-2/trainer_state.json", "state");

        (string folder, string model, string checkpoint) = PushFolder.Take(_folder.Path, 2, _folder.File("checkpoint-2"), withCheckpoint: true);

        Assert.Equal(_folder.File(".hub-push", "2"), folder);
        Assert.Equal([".gitattributes", "README.md", "config.json", "model.safetensors", "runs/events.out"], FilesOf(model));
        Assert.Equal("new", File.ReadAllText(Path.Combine(model, "config.json")));
        Assert.Equal(["config.json", "model.safetensors", "optimizer.pt", "trainer_state.json"], FilesOf(checkpoint));
        Assert.Equal("old", File.ReadAllText(_folder.File("config.json")));
    }

    [Fact]
    public void What_the_run_does_to_its_folder_afterwards_does_not_change_it()
    {
        Write("log.csv", "one");
        Write("model.safetensors", "weights");
        Write("checkpoint-2/config.json", "new");
        (string folder, string model, string checkpoint) = PushFolder.Take(_folder.Path, 1, _folder.File("checkpoint-2"), withCheckpoint: true);

        File.AppendAllText(_folder.File("log.csv"), "two");
        Write("other", "newer weights");
        File.Move(_folder.File("other"), _folder.File("model.safetensors"), overwrite: true);
        Directory.Delete(_folder.File("checkpoint-2"), recursive: true);

        Assert.Equal(["one", "weights", "new"], new[] { "log.csv", "model.safetensors", "config.json" }.Select(name => File.ReadAllText(Path.Combine(model, name))));
        Assert.Equal("new", File.ReadAllText(Path.Combine(checkpoint, "config.json")));
        PushFolder.Delete(folder);
        PushFolder.DeleteIfEmpty(_folder.Path);
        Assert.False(Directory.Exists(_folder.File(".hub-push")));
        Assert.Equal("newer weights", File.ReadAllText(_folder.File("model.safetensors")));
    }

    [Fact]
    public void Links_out_of_the_folder_and_rings_of_links_stay_here()
    {
        using RunFolder elsewhere = new();
        File.WriteAllText(elsewhere.File("secret.txt"), "mine");
        Write("config.json", "{}");
        Write("sub/a.txt", "a");
        Directory.CreateSymbolicLink(_folder.File("out"), elsewhere.Path);
        File.CreateSymbolicLink(_folder.File("secret.txt"), elsewhere.File("secret.txt"));
        Directory.CreateSymbolicLink(_folder.File("sub", "ring"), _folder.Path);
        File.CreateSymbolicLink(_folder.File("second.json"), _folder.File("config.json"));
        MessageLog log = new();

        string model = PushFolder.Take(_folder.Path, 1, checkpoint: null, withCheckpoint: false, log).Model;

        Assert.Equal(["config.json", "second.json", "sub/a.txt"], FilesOf(model));
        Assert.All(["out", "secret.txt"], name => Assert.Contains(log.Warnings, warning => warning.Contains($"\"{_folder.File(name)}\" is a link", StringComparison.Ordinal)));
    }

    [Fact]
    public void Nothing_is_left_of_what_could_not_be_taken()
    {
        Write("checkpoint-2", "a file");

        Assert.ThrowsAny<IOException>(() => PushFolder.Take(_folder.Path, 1, _folder.File("checkpoint-2"), withCheckpoint: true));

        Assert.False(Directory.Exists(_folder.File(".hub-push", "1")));
    }

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(path))!);
        File.WriteAllText(_folder.File(path), text);
    }

    private static IEnumerable<string> FilesOf(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/')).Order(StringComparer.Ordinal);
}
