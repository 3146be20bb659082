namespace FineTune.Hub;

/// <summary>Paths without links on the way.</summary>
internal static class RealPath
{
    private const int MostLinks = 64;

    /// <summary>Gets where a path leads when every link in it is followed; what does not exist is left as it is.</summary>
    public static string Of(string path) => Of(Path.GetFullPath(path), MostLinks);

    private static string Of(string path, int links)
    {
        string? parent = Path.GetDirectoryName(path);
        if (parent is null || links == 0)
        {
            return path;
        }

        string here = Path.Combine(Of(parent, links), Path.GetFileName(path));
        return new FileInfo(here).LinkTarget is { } target ? Of(Path.GetFullPath(target, Path.GetDirectoryName(here)!), links - 1) : here;
    }
}
