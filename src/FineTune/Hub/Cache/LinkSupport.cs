using System.Collections.Concurrent;
using FineTune.IO;
using FineTune.Terminal;
using Microsoft.Extensions.Logging;

namespace FineTune.Hub;

/// <summary>Whether symbolic links can be made below a folder: found out by making one, once a process and folder.</summary>
internal static class LinkSupport
{
    private static readonly ConcurrentDictionary<string, Lazy<bool>> Known = new();

    /// <summary>Gets whether links work below a cache's root, which exists.</summary>
    public static bool In(string root, ILogger logger) =>
        Known.GetOrAdd(Path.GetFullPath(root), folder => new(() => Probe(folder, logger))).Value;

    private static bool Probe(string root, ILogger logger)
    {
        // In .locks, where a scan that runs at this moment does not look.
        string folder = Path.Combine(root, ".locks");
        string link = TemporaryName.Beside(Path.Combine(folder, "link"));
        try
        {
            Directory.CreateDirectory(folder);
            File.CreateSymbolicLink(link, "target");
            return new FileInfo(link).LinkTarget == "target";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            logger.LogWarning(
                EventLog.Hub,
                "Symbolic links cannot be made in {Folder} ({Reason}), so files that several revisions share are stored once for each. On Windows, " +
                "switch on Developer Mode; set HF_HUB_DISABLE_SYMLINKS=1 to be told no more.",
                root,
                error.Message);
            return false;
        }
        finally
        {
            DeleteQuietly(link);
        }
    }

    private static void DeleteQuietly(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It is an empty link in a folder nobody reads.
        }
    }
}
