namespace FineTune;

/// <summary>A folder of a repository.</summary>
public sealed record RepoFolder : RepoEntry
{
    /// <summary>Gets the hash git knows the folder by.</summary>
    public required string TreeId { get; init; }
}
