namespace FineTune.Training;

/// <summary>The disk.</summary>
internal sealed class DiskFiles : ICheckpointFiles
{
    public void CreateDirectory(string path) => Directory.CreateDirectory(path);

    public void Write(string path, Action<string> write) => write(path);

    public void WriteInto(string folder, Action<string> write) => write(folder);

    public void Flush(string path) => DiskSync.Flush(path);

    public void FlushDirectory(string path) => DiskSync.FlushDirectory(path);

    public void Rename(string from, string to) => Directory.Move(from, to);

    public void Replace(string from, string to) => File.Move(from, to, overwrite: true);

    public void DeleteDirectory(string path) => Directory.Delete(path, recursive: true);

    public void DeleteFile(string path) => File.Delete(path);

    public long? FreeSpace(string folder) => DiskSpace.FreeAt(folder);
}
