namespace FineTune.Hub;

/// <summary>The files of a commit.</summary>
internal sealed class CommitTree
{
    private readonly Dictionary<string, TreeFile> _byPath;

    public CommitTree(IReadOnlyList<TreeFile> files)
    {
        Files = files;
        _byPath = files.DistinctBy(file => file.Path, StringComparer.Ordinal).ToDictionary(file => file.Path, StringComparer.Ordinal);
    }

    public IReadOnlyList<TreeFile> Files { get; }

    /// <summary>Gets a file, or null when the commit has none of that name.</summary>
    public TreeFile? Find(string path) => _byPath.GetValueOrDefault(path);
}
