namespace FineTune.Training;

/// <summary>Which checkpoint in a folder is newer.</summary>
internal static class CheckpointOrder
{
    /// <summary>
    /// Gets the checkpoints of a run's folder, newest first: those of the run that saved last before those of earlier runs in the same
    /// folder, and of one run that with more steps.
    /// </summary>
    public static IEnumerable<string> NewestFirst(string runFolder)
    {
        (string Folder, int Step, string Run, DateTimeOffset SavedAt)[] all =
        [
            .. Folders(runFolder).Select(folder => (folder, CheckpointName.StepOf(folder)!.Value, Extra: ReadExtra(folder)))
                .Select(item => (item.folder, item.Value, item.Extra?.Run ?? string.Empty, item.Extra?.SavedAt ?? DateTimeOffset.MinValue)),
        ];
        bool anyForeign = all.Any(item => item.Run.Length == 0);
        return anyForeign
            ? all.OrderByDescending(item => item.Step).Select(item => item.Folder)
            : all.GroupBy(item => item.Run)
                .OrderByDescending(run => run.Max(item => item.SavedAt))
                .SelectMany(run => run.OrderByDescending(item => item.Step))
                .Select(item => item.Folder);
    }

    /// <summary>Gets the folders named like checkpoints.</summary>
    public static IEnumerable<string> Folders(string runFolder) => Directory.Exists(runFolder)
        ? Directory.EnumerateDirectories(runFolder, "checkpoint-*").Where(folder => CheckpointName.StepOf(folder) is not null)
        : [];

    private static ProgressFile? ReadExtra(string folder)
    {
        try
        {
            string path = Path.Combine(folder, ProgressFile.FileName);
            return File.Exists(path) ? ProgressFile.Parse(File.ReadAllText(path)) : null;
        }
        catch (Exception exception) when (exception is IOException or FormatException)
        {
            return null;
        }
    }
}
