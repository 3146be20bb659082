namespace FineTune.Tests.Training.Checkpoints;

/// <summary>A disk on which one change fails, half done if it can be; after a crash all later ones fail too.</summary>
internal sealed class FaultyFiles(int failAt, bool crashes) : QuickFiles
{
    private int _changes;

    public int Changes => _changes;

    public bool HasFailed { get; private set; }

    public override void CreateDirectory(string path) => Change(() => base.CreateDirectory(path));

    public override void Write(string path, Action<string> write) => Change(() => base.Write(path, write), () => Tear(path, write));

    public override void WriteInto(string folder, Action<string> write) => Change(
        () => base.WriteInto(folder, write),
        () => Tear(Path.Combine(folder, "model.safetensors"), _ => write(folder)));

    public override void WriteText(string path, string text) => Change(
        () => base.WriteText(path, text),
        () => File.WriteAllText(path, text[..(text.Length / 2)]));

    public override void FlushDirectory(string path) => Change(() => base.FlushDirectory(path));

    public override void Rename(string from, string to) => Change(() => base.Rename(from, to));

    public override void Replace(string from, string to) => Change(() => base.Replace(from, to));

    public override void DeleteDirectory(string path) => Change(
        () => base.DeleteDirectory(path),
        () => Directory.EnumerateFiles(path).Take(2).ToList().ForEach(File.Delete));

    public override void DeleteFile(string path) => Change(() => base.DeleteFile(path));

    private static void Tear(string path, Action<string> write)
    {
        write(path);
        if (File.Exists(path))
        {
            using FileStream stream = new(path, FileMode.Open);
            stream.SetLength(stream.Length / 2);
        }
    }

    private void Change(Action change, Action? half = null)
    {
        if (crashes && HasFailed)
        {
            throw new IOException("The machine is off.");
        }

        if (++_changes == failAt)
        {
            HasFailed = true;
            half?.Invoke();
            throw new IOException("No space left on device.");
        }

        change();
    }
}
