namespace FineTune.Hub;

/// <summary>
/// A file that one stream at a time can have: the system's own lock, which a process that dies does not leave behind. It excludes other
/// processes and other streams of this one alike.
/// </summary>
internal static class ExclusiveFile
{
    /// <summary>Opens a file, and makes it if there is none.</summary>
    /// <exception cref="IOException">Somebody has it (<see cref="IsHeldByAnother"/>), or it cannot be opened.</exception>
    public static FileStream Open(string path, FileOptions options = FileOptions.None, FileMode mode = FileMode.OpenOrCreate) =>
        new(path, mode, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, options);

    /// <summary>Gets whether a file that is open could be opened again. Some disks grant every lock to everybody; this shows it.</summary>
    public static bool CanBeOpened(string path)
    {
        try
        {
            using FileStream second = Open(path);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Gets whether a file could not be opened because somebody has it.</summary>
    /// <remarks>EWOULDBLOCK on Linux and macOS, sharing and lock violations on Windows.</remarks>
    public static bool IsHeldByAnother(IOException error) =>
        error.HResult is 11 or 35 or unchecked((int)0x80070020) or unchecked((int)0x80070021);
}
