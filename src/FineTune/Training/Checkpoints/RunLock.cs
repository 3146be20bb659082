using FineTune.Hub;

namespace FineTune.Training;

/// <summary>
/// The right to write into a run's folder: a run owns its folder while it writes there, and whoever comes second is refused before it
/// changes anything. The system takes it back when the process ends, however it ends.
/// </summary>
/// <remarks>
/// It is a lock on the hidden file <see cref="FileName"/>, beside which <see cref="OwnerName"/> says who holds it; both are deleted with
/// the right. Where a disk has no locks, only <see cref="OwnerName"/> counts; where the folder cannot be written there is nothing to own,
/// and whoever writes there says why it cannot.
/// </remarks>
internal sealed class RunLock : IDisposable
{
    public const string FileName = ".finetune-lock";
    public const string OwnerName = ".finetune-owner";

    /// <summary>What pushes leave out.</summary>
    public const string Pattern = ".finetune-*";

    private const int Tries = 6;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);
    private readonly FileStream? _file;

    private readonly IReadOnlyList<string> _made;

    private RunLock(string folder, FileStream? file, IReadOnlyList<string> made) => (Folder, _file, _made) = (folder, file, made);

    /// <summary>Gets the folder.</summary>
    public string Folder { get; }

    /// <summary>Gets whether a file or folder belongs to the lock of its folder.</summary>
    public static bool Owns(string entry) => Path.GetFileName(entry) is FileName or OwnerName;

    /// <summary>Takes a folder, and makes it if there is none.</summary>
    /// <exception cref="CheckpointException">Another run owns it; nothing was changed.</exception>
    public static RunLock Acquire(string folder)
    {
        for (int tries = 1; ; tries++)
        {
            try
            {
                string[] made = [.. Missing(folder)];
                Directory.CreateDirectory(folder);
                RunLock taken = new(folder, Open(folder, FileMode.OpenOrCreate) ?? throw Refusal(folder), made);
                taken.NoteOwner();
                return taken;
            }
            catch (DirectoryNotFoundException) when (tries < Tries)
            {
                // Whoever had made the folder wrote nothing, and took it away again.
            }
            catch (Exception exception) when (exception is (IOException or UnauthorizedAccessException) and not CheckpointException)
            {
                return new RunLock(folder, null, made: []);
            }
        }
    }

    /// <summary>Sees that nobody owns a folder, without taking it: a run learns early that it will be refused.</summary>
    /// <exception cref="CheckpointException">Another run owns it.</exception>
    public static void RefuseIfHeld(string folder)
    {
        if (!ProcessGroup.Current.IsMain)
        {
            return; // It may be the run's own: the main process has it.
        }

        try
        {
            if (File.Exists(Path.Combine(folder, FileName)))
            {
                using FileStream? file = Open(folder, FileMode.Open);
                _ = file ?? throw Refusal(folder);
            }
        }
        catch (Exception exception) when (exception is (IOException or UnauthorizedAccessException) and not CheckpointException)
        {
            // Gone in the meantime, or not ours to open.
        }
    }

    /// <summary>Gets whether this is the right to write into a folder.</summary>
    public bool IsOf(string folder) => Same(folder) == Same(Folder);

    /// <summary>Gives the folder up. Those that were made for this, and that nothing was written into, go too.</summary>
    public void Dispose()
    {
        if (_file is not { CanRead: true })
        {
            return;
        }

        string path = Path.Combine(Folder, FileName);
        try
        {
            if (IsSame(_file, path))
            {
                File.Delete(Path.Combine(Folder, OwnerName));
                if (!OperatingSystem.IsWindows())
                {
                    File.Delete(path); // Before the lock goes: whoever has it open sees that it is no longer the folder's.
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The folder went, or lost its permissions; nobody takes an unlocked file for an owner.
        }

        _file.Dispose();
        DeleteIfEmpty();
    }

    /// <summary>The folders of a path that are not there, the innermost first.</summary>
    private static IEnumerable<string> Missing(string folder)
    {
        for (string? path = Path.GetFullPath(folder); path is not null && !Directory.Exists(path); path = Path.GetDirectoryName(path))
        {
            yield return path;
        }
    }

    private void DeleteIfEmpty()
    {
        try
        {
            foreach (string folder in _made.TakeWhile(folder => !Directory.EnumerateFileSystemEntries(folder).Any()))
            {
                Directory.Delete(folder);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Somebody else has begun to write there.
        }
    }

    /// <summary>Opens and locks the file; null when somebody has it, and not only for the moment somebody looks at it.</summary>
    private static FileStream? Open(string folder, FileMode mode)
    {
        string path = Path.Combine(folder, FileName);
        for (int tries = 1; ; tries++)
        {
            try
            {
                FileStream file = ExclusiveFile.Open(path, OperatingSystem.IsWindows() && mode == FileMode.OpenOrCreate ? FileOptions.DeleteOnClose : FileOptions.None, mode);
                if (IsSame(file, path))
                {
                    return ExclusiveFile.CanBeOpened(path) && FolderOwner.Read(Path.Combine(folder, OwnerName))?.IsAlive() == true ? Close(file) : file;
                }

                file.Dispose(); // Its owner deleted it just now.
                if (tries >= Tries)
                {
                    return null;
                }
            }
            catch (IOException error) when (ExclusiveFile.IsHeldByAnother(error))
            {
                if (tries >= Tries)
                {
                    return null;
                }

                Thread.Sleep(s_pause);
            }
        }
    }

    private static FileStream? Close(FileStream file)
    {
        file.Dispose();
        return null;
    }

    /// <summary>Gets whether a name still stands for a file that is open: a time nobody else would choose is seen under both.</summary>
    private static bool IsSame(FileStream file, string path)
    {
        DateTime mark = DateTime.UnixEpoch.AddSeconds(2L * Random.Shared.Next(500_000_000, 800_000_000));
        try
        {
            File.SetLastWriteTimeUtc(file.SafeFileHandle, mark);
            return File.GetLastWriteTimeUtc(path) == File.GetLastWriteTimeUtc(file.SafeFileHandle);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return File.Exists(path); // A disk without times.
        }
    }

    private static CheckpointException Refusal(string folder) => new(
        $"{folder} is in use: {FolderOwner.Read(Path.Combine(folder, OwnerName))?.ToString() ?? "another process is writing there"}. "
        + "Nothing was changed. Name another folder (--output_dir), or wait until that run has ended.");

    private static string Same(string folder) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));

    private void NoteOwner()
    {
        try
        {
            File.WriteAllText(Path.Combine(Folder, OwnerName), FolderOwner.Here().ToText());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The lock counts; this only names who has it.
        }
    }
}
