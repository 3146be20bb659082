using FineTune.Terminal;
using Microsoft.Extensions.Logging;

namespace FineTune.Hub;

/// <summary>What room a disk has.</summary>
internal static class DiskSpace
{
    /// <summary>Gets the free bytes where a folder is or will be, or null where that cannot be known.</summary>
    public static long? FreeAt(string folder)
    {
        try
        {
            string path = Path.GetFullPath(folder);
            while (!Directory.Exists(path) && Path.GetDirectoryName(path) is { } above)
            {
                path = above;
            }

            return new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(path)! : path).AvailableFreeSpace;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Says before a download that it will not fit. Only says so: disks with quotas or compression do not tell the truth.</summary>
    public static void Check(string folder, long needed, string file, ILogger logger)
    {
        if (FreeAt(folder) is { } free && free < needed)
        {
            logger.LogWarning(
                EventLog.Hub,
                "\"{File}\" needs {Needed:N0} bytes in {Folder}, where {Free:N0} are free. " +
                "Make room, or choose another folder with CacheDir or HF_HUB_CACHE.",
                file,
                needed,
                folder,
                free);
        }
    }
}
