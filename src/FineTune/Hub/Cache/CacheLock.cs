using FineTune.Terminal;
using Microsoft.Extensions.Logging;

namespace FineTune.Hub;

/// <summary>
/// The right to write one blob. <see cref="FileShare.None"/> takes the advisory lock that Python's client takes too, so that the two exclude
/// each other; the file stays when the lock is given up. Nobody who holds one waits for another.
/// </summary>
/// <remarks>
/// Locks save double work and let a partial file be gone on with. That a blob is right does not hang on them: files are renamed when they are
/// complete, and their hash is checked. So where they cannot be had, writers go on with names of their own (<see cref="Excludes"/> is false).
/// </remarks>
internal sealed class CacheLock : IDisposable
{
    private const int PollsUntilSaid = 100;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);
    private readonly FileStream? _file;

    private CacheLock(FileStream? file, bool excludes)
    {
        _file = file;
        Excludes = excludes;
    }

    /// <summary>Gets whether nobody else is let in while this is held.</summary>
    public bool Excludes { get; }

    /// <summary>Waits for a lock. Every ten seconds of waiting are said; a lock is never broken.</summary>
    public static async Task<CacheLock> AcquireAsync(
        string path, ILogger logger, TimeProvider time, CancellationToken cancellationToken)
    {
        for (int polls = 0; ; polls++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TryAcquire(path, logger) is { } held)
            {
                return held;
            }

            if (polls > 0 && polls % PollsUntilSaid == 0)
            {
                logger.LogWarning(EventLog.Hub, "Still waiting for another process that writes the same file (lock {Path}, {Seconds} s so far).", path, polls / 10);
            }

            await Task.Delay(Poll, time, cancellationToken);
        }
    }

    /// <summary>Gives the lock up.</summary>
    public void Dispose() => _file?.Dispose();

    private static CacheLock? TryAcquire(string path, ILogger logger)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            bool isNew = !File.Exists(path);
            FileStream file = ExclusiveFile.Open(path);
            if (isNew)
            {
                OpenToTheGroup(path);
            }

            return new(file, excludes: !ExclusiveFile.CanBeOpened(path));
        }
        catch (IOException error) when (ExclusiveFile.IsHeldByAnother(error))
        {
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            logger.LogDebug("No lock can be had at {Path} ({Reason}); going on without.", path, error.Message);
            return new(null, excludes: false);
        }
    }

    // As the reference creates them, whatever the umask: others who share the cache have to be able to wait.
    private static void OpenToTheGroup(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            try
            {
                File.SetUnixFileMode(path, (UnixFileMode)0b110_110_100);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Somebody else's file, or a disk without modes.
            }
        }
    }
}
