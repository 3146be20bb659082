namespace FineTune;

/// <summary>A commit of a repository's history.</summary>
public sealed record GitCommitInfo
{
    /// <summary>Gets its hash.</summary>
    public required string CommitId { get; init; }

    /// <summary>Gets the names of those who made it.</summary>
    public IReadOnlyList<string> Authors { get; init; } = [];

    /// <summary>Gets when it was made.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Gets its first line.</summary>
    public string Title { get; init; } = string.Empty;

    /// <summary>Gets what follows the first line.</summary>
    public string Message { get; init; } = string.Empty;
}
