namespace FineTune.Data;

/// <summary>The files of a folder of this machine. A pattern may lead out of it, as it may for a path anywhere.</summary>
internal sealed class FolderTree(string folder) : IDataTree
{
    private static readonly EnumerationOptions s_everything = new() { RecurseSubdirectories = true, AttributesToSkip = 0 };
    private static readonly EnumerationOptions s_thisFolder = new() { AttributesToSkip = 0 };

    public string Name => folder;

    public ValueTask<IReadOnlyList<DataFileSource>> FindAsync(string pattern, CancellationToken cancellationToken) => new(Find(pattern));

    private IReadOnlyList<DataFileSource> Find(string pattern)
    {
        (string below, string rest) = GlobPattern.SplitFolder(pattern.Replace(Path.DirectorySeparatorChar, '/'));
        string root = Path.GetFullPath(Path.Combine(folder, below));
        if (!GlobPattern.HasMagic(rest))
        {
            string file = Path.Combine(root, rest);
            return File.Exists(file) ? [new LocalDataFile(file)] : [];
        }

        if (!Directory.Exists(root))
        {
            return [];
        }

        GlobPattern glob = new(rest);
        return [.. Directory.EnumerateFiles(root, "*", rest.Contains('/') || rest == "**" ? s_everything : s_thisFolder)
            .Where(file => glob.IsMatch(Path.GetRelativePath(root, file).Replace(Path.DirectorySeparatorChar, '/')))
            .Order(StringComparer.Ordinal)
            .Select(file => new LocalDataFile(file))];
    }
}
