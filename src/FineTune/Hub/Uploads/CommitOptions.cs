namespace FineTune;

/// <summary>Where a commit goes, and what is said of it. Every member may be left out.</summary>
public record CommitOptions
{
    /// <summary>Gets what the repository holds. Default <see cref="RepoType.Model"/>.</summary>
    public RepoType RepoType { get; init; }

    /// <summary>Gets the branch that is committed to; it must exist. Default null: the options' of the <see cref="HfApi"/>, usually <c>main</c>.</summary>
    public string? Revision { get; init; }

    /// <summary>Gets the commit's title. Default null: a sentence that says what was uploaded or deleted.</summary>
    public string? CommitMessage { get; init; }

    /// <summary>Gets what is said below the title. Default empty.</summary>
    public string CommitDescription { get; init; } = string.Empty;

    /// <summary>Gets the commit that the branch must still be at, so that nobody's work is overwritten. Default null: whatever it is at.</summary>
    public string? ParentCommit { get; init; }

    /// <summary>Gets whether the commit opens a pull request against the main branch instead. Default false.</summary>
    /// <remarks>Reading the repository is enough to open one. More commits go to it with its <c>refs/pr/1</c> as the revision.</remarks>
    public bool CreatePr { get; init; }
}
