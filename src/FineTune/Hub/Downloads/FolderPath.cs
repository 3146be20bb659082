namespace FineTune.Hub;

/// <summary>Paths of folders that may have to be made.</summary>
internal static class FolderPath
{
    /// <summary>Fails where a file lies on the way, so that the folder can neither be there nor be made.</summary>
    /// <exception cref="ArgumentException">The path, or one above it, is a file.</exception>
    public static void Require(string folder)
    {
        for (string? path = Path.GetFullPath(folder); path is not null && !Directory.Exists(path); path = Path.GetDirectoryName(path))
        {
            if (File.Exists(path))
            {
                Throw.FolderIsFile(folder, path);
            }
        }
    }
}
