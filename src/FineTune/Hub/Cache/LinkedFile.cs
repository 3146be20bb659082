namespace FineTune.Hub;

/// <summary>Files that may be symbolic links: <see cref="File.Exists"/> takes a link for its target even when that is gone.</summary>
internal static class LinkedFile
{
    /// <summary>Gets whether a path leads to a file, through as many links as it takes.</summary>
    public static bool Exists(string path)
    {
        try
        {
            FileInfo file = new(path);
            return file.LinkTarget is null ? file.Exists : file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo { Exists: true };
        }
        catch (IOException)
        {
            return false;   // a ring of links, or a folder that went away
        }
    }

    /// <summary>Gets the file that a path leads to in the end.</summary>
    public static FileInfo Final(string path) => (new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true) as FileInfo) ?? new FileInfo(path);

    /// <summary>Gets the path a link names, one step on; for a plain file its own.</summary>
    public static string NextStep(string path) => new FileInfo(path).LinkTarget is { } target
        ? Path.GetFullPath(target, Path.GetDirectoryName(path)!)
        : path;

    /// <summary>Gets the length of the file that a path leads to, in bytes.</summary>
    public static long Length(string path) => Final(path).Length;
}
