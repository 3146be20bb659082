namespace FineTune.Training;

/// <summary>Files that are on the disk whole or not at all.</summary>
internal static class WholeFiles
{
    /// <summary>Writes a text in place of what the file held.</summary>
    public static void WriteText(this ICheckpointFiles files, string path, string text)
    {
        string unfinished = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, ".saving-" + Path.GetFileName(path));
        files.Write(unfinished, to => File.WriteAllText(to, text));
        files.Flush(unfinished);
        files.Replace(unfinished, path);
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
}
