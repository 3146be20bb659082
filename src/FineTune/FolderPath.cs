namespace FineTune;

/// <summary>The path of a folder that may have to be made.</summary>
internal static class FolderPath
{
    /// <summary>Gets the path and all above it, the longest first.</summary>
    public static IEnumerable<string> Above(string folder)
    {
        for (string? path = Path.GetFullPath(folder); path is not null; path = Path.GetDirectoryName(path))
        {
            yield return path;
        }
    }

    /// <summary>Gets the part of a path that is a file, or null when all of it is folders or can be made.</summary>
    public static string? FileAmong(string folder) => Above(folder).FirstOrDefault(File.Exists);
}
