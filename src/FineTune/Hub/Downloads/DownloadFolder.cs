namespace FineTune.Hub;

/// <summary>Folders to download into, which are made where there are none.</summary>
internal static class DownloadFolder
{
    /// <summary>Fails where a file lies on the way, so that the folder can neither be there nor be made.</summary>
    /// <exception cref="ArgumentException">The path, or one above it, is a file.</exception>
    public static void Require(string folder)
    {
        if (FolderPath.FileAmong(folder) is { } file)
        {
            Throw.FolderIsFile(folder, file);
        }
    }
}
