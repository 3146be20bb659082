namespace FineTune.Training;

/// <summary>The disk.</summary>
internal sealed class DiskFiles : ICheckpointFiles
{
    public void CreateDirectory(string path) => Directory.CreateDirectory(path);

    public void Write(string path, Action<string> write)
    {
        write(path);
        DiskSync.Flush(path);
    }

    public void WriteInto(string folder, Action<string> write)
    {
        HashSet<string> before = [.. Directory.EnumerateFiles(folder)];
        write(folder);
        foreach (string file in Directory.EnumerateFiles(folder).Where(file => !before.Contains(file)))
        {
            DiskSync.Flush(file);
        }
    }

    public void WriteText(string path, string text)
    {
        string unfinished = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, ".saving-" + Path.GetFileName(path));
        File.WriteAllText(unfinished, text);
        DiskSync.Flush(unfinished);
        File.Move(unfinished, path, overwrite: true);
    }

    public void FlushDirectory(string path) => DiskSync.FlushDirectory(path);

    public void Rename(string from, string to) => Directory.Move(from, to);

    public void Replace(string from, string to) => File.Move(from, to, overwrite: true);

    public void DeleteDirectory(string path) => Directory.Delete(path, recursive: true);

    public void DeleteFile(string path) => File.Delete(path);

    public long? FreeSpace(string folder) => DiskSpace.FreeAt(folder);
}
