using FineTune.Training;

namespace FineTune.Tests.Training.Checkpoints;

/// <summary>The disk without waiting for it.</summary>
internal class QuickFiles : ICheckpointFiles
{
    public virtual void CreateDirectory(string path) => Directory.CreateDirectory(path);

    public virtual void Write(string path, Action<string> write) => write(path);

    public virtual void WriteInto(string folder, Action<string> write) => write(folder);

    public virtual void Flush(string path)
    {
    }

    public virtual void FlushDirectory(string path)
    {
    }

    public virtual void Rename(string from, string to) => Directory.Move(from, to);

    public virtual void Replace(string from, string to) => File.Move(from, to, overwrite: true);

    public virtual void DeleteDirectory(string path) => Directory.Delete(path, recursive: true);

    public virtual void DeleteFile(string path) => File.Delete(path);

    public virtual long? FreeSpace(string folder) => null;
}
