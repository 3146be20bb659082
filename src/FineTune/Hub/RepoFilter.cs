namespace FineTune.Hub;

/// <summary>
/// Which files of a repository (or of a folder to upload) are meant: those that one of the first patterns allows and none of the second ignores.
/// </summary>
internal sealed class RepoFilter
{
    private readonly FileNamePattern[]? _allow;
    private readonly FileNamePattern[] _ignore;

    /// <param name="allow">Patterns of files to take; null: all.</param>
    /// <param name="ignore">Patterns of files to leave out; null: none.</param>
    public RepoFilter(IReadOnlyList<string>? allow, IReadOnlyList<string>? ignore)
    {
        _allow = allow is null ? null : [.. allow.Select(Pattern)];
        _ignore = ignore is null ? [] : [.. ignore.Select(Pattern)];
    }

    public bool Takes(string path)
    {
        string name = path.Replace('\\', '/');
        return (_allow is null || _allow.Any(pattern => pattern.Matches(name))) && !_ignore.Any(pattern => pattern.Matches(name));
    }

    /// <summary>Whether a folder need not be looked into: whatever a file in it is called, a pattern ignores it.</summary>
    public bool IgnoresAllOf(string folder)
    {
        string name = folder.Replace('\\', '/') + "/";
        return _ignore.Any(pattern => pattern.EndsInRun && pattern.Matches(name));
    }

    // A folder's name stands for everything in it.
    private static FileNamePattern Pattern(string text)
    {
        string pattern = text.Replace('\\', '/');
        return new(pattern.EndsWith('/') ? pattern + "*" : pattern);
    }
}
