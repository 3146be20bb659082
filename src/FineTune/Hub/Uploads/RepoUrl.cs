namespace FineTune;

/// <summary>A repository and the address of its page.</summary>
/// <param name="Url">The address.</param>
/// <param name="RepoId">The repository's full name, <c>org/name</c>.</param>
/// <param name="RepoType">What it holds.</param>
public sealed record RepoUrl(string Url, string RepoId, RepoType RepoType)
{
    /// <summary>Gets the user or organization it belongs to.</summary>
    public string Namespace => RepoId[..RepoId.IndexOf('/', StringComparison.Ordinal)];

    /// <summary>Gets its name without the user or organization.</summary>
    public string RepoName => RepoId[(RepoId.IndexOf('/', StringComparison.Ordinal) + 1)..];

    /// <summary>Returns the address.</summary>
    public override string ToString() => Url;
}
