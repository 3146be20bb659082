namespace FineTune.Hub;

/// <summary>The files of a commit.</summary>
internal sealed class CommitTree
{
    private readonly Dictionary<string, TreeFile> _byPath;

    /// <param name="files">The files; of one that is listed twice, as where pages of a list overlap, the first counts.</param>
    public CommitTree(IEnumerable<TreeFile> files)
    {
        Files = [.. files.DistinctBy(file => file.Path, StringComparer.Ordinal)];
        _byPath = Files.ToDictionary(file => file.Path, StringComparer.Ordinal);
    }

    public IReadOnlyList<TreeFile> Files { get; }

    /// <summary>Gets a file, or null when the commit has none of that name.</summary>
    public TreeFile? Find(string path) => _byPath.GetValueOrDefault(path);
}
