namespace FineTune.Training;

/// <summary>Files that are on the disk whole or not at all.</summary>
internal static class WholeFiles
{
    /// <summary>Writes a text in place of what the file held.</summary>
    public static void WriteText(this ICheckpointFiles files, string path, string text) => files.WriteWhole(path, to => File.WriteAllText(to, text));

    /// <summary>Lets something write a file, given a path beside it, in place of what the file held; what it could not write to the end is deleted.</summary>
    public static void WriteWhole(this ICheckpointFiles files, string path, Action<string> write)
    {
        string unfinished = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, ".saving-" + Path.GetFileName(path));
        try
        {
            files.Write(unfinished, write);
            files.Flush(unfinished);
            files.Replace(unfinished, path);
        }
        catch
        {
            files.GiveUp(unfinished);
            throw;
        }
    }

    /// <summary>Lets something write files into a folder, and sees that they have reached the disk.</summary>
    public static void WriteAndFlush(this ICheckpointFiles files, string folder, Action<string> write)
    {
        HashSet<string> before = [.. Directory.EnumerateFiles(folder)];
        files.WriteInto(folder, write);
        foreach (string file in Directory.EnumerateFiles(folder).Where(file => !before.Contains(file)).Order(StringComparer.Ordinal).ToArray())
        {
            files.Flush(file);
        }
    }

    private static void GiveUp(this ICheckpointFiles files, string unfinished)
    {
        try
        {
            files.DeleteFile(unfinished);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Why it could not be written is what matters.
        }
    }
}
