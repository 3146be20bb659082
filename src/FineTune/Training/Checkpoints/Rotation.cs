namespace FineTune.Training;

/// <summary>Deletes old checkpoints, as the reference chooses them; never the newest, the best, or a folder that no Trainer saved.</summary>
internal static class Rotation
{
    private static readonly TimeSpan s_reliable = TimeSpan.FromSeconds(1);

    /// <summary>Deletes the oldest until no more than the limit are left.</summary>
    /// <param name="runFolder">Where they are.</param>
    /// <param name="limit">How many may be left; null for any number.</param>
    /// <param name="newest">The one just saved.</param>
    /// <param name="kept">Those that stay whatever the limit: the best, and the one that training may have to start again from.</param>
    /// <param name="files">The disk.</param>
    /// <param name="log">Who is told.</param>
    public static void DeleteOldest(string runFolder, int? limit, string newest, IReadOnlyList<string> kept, ICheckpointFiles files, TrainerLog log)
    {
        if (limit is not > 0)
        {
            return;
        }

        foreach (string folder in Chosen(OldestFirst(runFolder), limit.Value, newest, kept))
        {
            Delete(runFolder, folder, files, log);
        }
    }

    /// <summary>Deletes every checkpoint but one.</summary>
    public static void DeleteAllBut(string runFolder, string best, ICheckpointFiles files, TrainerLog log)
    {
        foreach (string folder in OldestFirst(runFolder).Where(folder => !IsSame(folder, best)))
        {
            Delete(runFolder, folder, files, log);
        }
    }

    /// <summary>Which of some checkpoints have to go, given from the oldest to the newest.</summary>
    internal static IReadOnlyList<string> Chosen(IReadOnlyList<string> oldestFirst, int limit, string newest, IReadOnlyList<string> kept)
    {
        string[] free = [.. oldestFirst.Where(folder => !IsSame(folder, newest) && folder != oldestFirst[^1] && !kept.Any(other => IsSame(folder, other)))];
        int protectedCount = oldestFirst.Count - free.Length;
        int surplus = oldestFirst.Count - Math.Max(limit, protectedCount);
        return [.. free.Take(Math.Max(0, surplus))];
    }

    /// <summary>By the time they were last written; by number when these times are too close to tell.</summary>
    private static string[] OldestFirst(string runFolder)
    {
        (string Folder, DateTime Written)[] all =
        [
            .. CheckpointOrder.Owned(runFolder)
                .Select(folder => (folder, Directory.GetLastWriteTimeUtc(folder)))
                .OrderBy(item => item.Item2),
        ];
        bool reliable = all.Length < 2 || all[^1].Written - all[0].Written >= s_reliable;
        return reliable
            ? [.. all.Select(item => item.Folder)]
            : [.. all.Select(item => item.Folder).OrderBy(folder => CheckpointName.StepOf(folder)!.Value)];
    }

    private static bool IsSame(string left, string right) =>
        Path.TrimEndingDirectorySeparator(Path.GetFullPath(left)) == Path.TrimEndingDirectorySeparator(Path.GetFullPath(right));

    /// <summary>Takes its name away first, so that an interruption leaves nothing that looks like a checkpoint.</summary>
    private static void Delete(string runFolder, string folder, ICheckpointFiles files, TrainerLog log)
    {
        log.Info(LogEvent.CheckpointDeleted, $"Deleting the older checkpoint {folder} (save_total_limit).");
        string doomed = Path.Combine(runFolder, CheckpointName.Deleting(CheckpointName.StepOf(folder)!.Value));
        try
        {
            if (Directory.Exists(doomed))
            {
                files.DeleteDirectory(doomed);
            }

            files.Rename(folder, doomed);
            files.FlushDirectory(runFolder);
            files.DeleteDirectory(doomed);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            log.Warning(LogEvent.CheckpointDeleted, $"The older checkpoint {folder} could not be deleted: {exception.Message}");
        }
    }
}
