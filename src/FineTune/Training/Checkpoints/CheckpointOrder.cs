namespace FineTune.Training;

/// <summary>Which checkpoints in a folder are of its run, and which is newer.</summary>
internal static class CheckpointOrder
{
    /// <summary>
    /// Gets the checkpoints of a folder's run, newest first. Where nothing says which run that is: those of the run that saved last before
    /// those of earlier runs, and of one run that with more steps.
    /// </summary>
    /// <exception cref="CheckpointException">The record of the run is damaged.</exception>
    public static IEnumerable<string> NewestFirst(string runFolder)
    {
        Entry[] all = [.. Read(runFolder)];
        if (RunRecord.Read(runFolder) is { } record)
        {
            return all.Where(entry => entry.Run is null || record.Includes(entry.Run, entry.Step)).OrderByDescending(entry => entry.Step).Select(entry => entry.Folder);
        }

        bool anyForeign = all.Any(entry => string.IsNullOrEmpty(entry.Run));
        return anyForeign
            ? all.OrderByDescending(entry => entry.Step).Select(entry => entry.Folder)
            : all.GroupBy(entry => entry.Run)
                .OrderByDescending(run => run.Max(entry => entry.SavedAt))
                .SelectMany(run => run.OrderByDescending(entry => entry.Step))
                .Select(entry => entry.Folder);
    }

    /// <summary>Gets the checkpoints that are not of the folder's run, by their steps.</summary>
    /// <exception cref="CheckpointException">The record of the run is damaged.</exception>
    public static IEnumerable<string> OfOtherRuns(string runFolder) => RunRecord.Read(runFolder) is { } record
        ? Read(runFolder).Where(entry => entry.Run is not null && !record.Includes(entry.Run, entry.Step)).OrderBy(entry => entry.Step).Select(entry => entry.Folder)
        : [];

    /// <summary>Gets the checkpoints that the folder's run may delete: its own, and where nothing says which these are, all a Trainer saved.</summary>
    /// <exception cref="CheckpointException">The record of the run is damaged.</exception>
    public static IEnumerable<string> Owned(string runFolder) => RunRecord.Read(runFolder) is { } record
        ? Read(runFolder).Where(entry => entry.Run is not null && record.Includes(entry.Run, entry.Step)).Select(entry => entry.Folder)
        : Folders(runFolder).Where(folder => File.Exists(Path.Combine(folder, TrainerState.FileName)));

    /// <summary>Gets how many checkpoints a folder's run has, and the newest's step; 0 and 0 for one without.</summary>
    /// <exception cref="CheckpointException">The record of the run is damaged.</exception>
    public static (int Count, int Step) Saved(string runFolder)
    {
        int[] steps = [.. NewestFirst(runFolder).Select(folder => CheckpointName.StepOf(folder)!.Value)];
        return (steps.Length, steps.FirstOrDefault());
    }

    /// <summary>Gets the folders named like checkpoints.</summary>
    public static IEnumerable<string> Folders(string runFolder) => Directory.Exists(runFolder)
        ? Directory.EnumerateDirectories(runFolder, CheckpointName.Prefix + "*").Where(folder => CheckpointName.StepOf(folder) is not null)
        : [];

    private static IEnumerable<Entry> Read(string runFolder) => Folders(runFolder).Select(folder => ReadOne(folder, CheckpointName.StepOf(folder)!.Value));

    private static Entry ReadOne(string folder, int step) => TryReadExtra(folder) is { } extra
        ? new Entry(folder, step, extra.Run, extra.SavedAt)
        : new Entry(folder, step, IsForeign(folder) ? string.Empty : null, DateTimeOffset.MinValue);

    /// <summary>The reference's have neither a list nor a file of ours; what has one of them without the other is damaged.</summary>
    private static bool IsForeign(string folder) => File.Exists(Path.Combine(folder, TrainerState.FileName))
        && !Manifest.Exists(folder)
        && !File.Exists(Path.Combine(folder, ProgressFile.FileName));

    private static ProgressFile? TryReadExtra(string folder)
    {
        try
        {
            string path = Path.Combine(folder, ProgressFile.FileName);
            return File.Exists(path) ? ProgressFile.Parse(File.ReadAllText(path)) : null;
        }
        catch (Exception exception) when (exception is IOException or FormatException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <param name="Folder">The folder.</param>
    /// <param name="Step">Its step.</param>
    /// <param name="Run">Which run saved it: empty for one of the reference's, null when it cannot be known.</param>
    /// <param name="SavedAt">When.</param>
    private sealed record Entry(string Folder, int Step, string? Run, DateTimeOffset SavedAt);
}
