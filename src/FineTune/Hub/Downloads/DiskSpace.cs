using Microsoft.Extensions.Logging;

namespace FineTune.Hub;

/// <summary>Says before a download that it will not fit. Only says so: disks with quotas or compression do not tell the truth.</summary>
internal static class DiskSpace
{
    public static void Check(string folder, long needed, string file, ILogger logger)
    {
        try
        {
            long free = new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(folder)! : folder).AvailableFreeSpace;
            if (free < needed)
            {
                logger.LogWarning(
                    "\"{File}\" needs {Needed:N0} bytes in {Folder}, where {Free:N0} are free. " +
                    "Make room, or choose another folder with CacheDir or HF_HUB_CACHE.",
                    file,
                    needed,
                    folder,
                    free);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // A disk that does not say is written to all the same.
        }
    }
}
