namespace FineTune;

/// <summary>The names for commits that a repository has.</summary>
public sealed record GitRefs
{
    /// <summary>Gets the branches.</summary>
    public IReadOnlyList<GitRef> Branches { get; init; } = [];

    /// <summary>Gets the tags.</summary>
    public IReadOnlyList<GitRef> Tags { get; init; } = [];

    /// <summary>Gets the pull requests; empty unless they were asked for.</summary>
    public IReadOnlyList<GitRef> PullRequests { get; init; } = [];
}
