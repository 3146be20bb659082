namespace FineTune.Tests.Training.Runs;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class RunFolder : IDisposable
{
    public RunFolder() => Directory.CreateDirectory(Path);

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "finetune-" + Guid.NewGuid().ToString("N"));

    public IEnumerable<string> Checkpoints => Directory.EnumerateDirectories(Path, "checkpoint-*")
        .Select(folder => System.IO.Path.GetFileName(folder)!)
        .OrderBy(name => int.Parse(name[11..]));

    public string File(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
