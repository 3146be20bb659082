namespace FineTune;

/// <summary>A commit that was made, or, if nothing had changed, the one the branch is at.</summary>
/// <param name="CommitUrl">The address of its page.</param>
/// <param name="Oid">Its hash, 40 hexadecimal digits.</param>
/// <param name="CommitMessage">Its title.</param>
/// <param name="CommitDescription">What is said below the title.</param>
public sealed record CommitInfo(string CommitUrl, string Oid, string CommitMessage, string CommitDescription = "")
{
    /// <summary>Gets the address of the pull request the commit opened, or null.</summary>
    public string? PrUrl { get; init; }

    /// <summary>Gets the number of that pull request, or null.</summary>
    public int? PrNum => PrUrl is { } url && int.TryParse(url.AsSpan(url.LastIndexOf('/') + 1), out int number) ? number : null;

    /// <summary>Gets the revision that further commits to that pull request go to, such as <c>refs/pr/1</c>, or null.</summary>
    public string? PrRevision => PrNum is { } number ? $"refs/pr/{number}" : null;

    /// <summary>Gets whether nothing had changed, so that no commit was made.</summary>
    internal bool IsUnchanged { get; init; }
}
