namespace FineTune;

/// <summary>How anything is pushed, with the reference's names. Every member may be left out.</summary>
/// <remarks><see cref="HubOptions.Revision"/> is the branch that is pushed to; it is made if there is none.</remarks>
public abstract record PushOptions : HubOptions
{
    /// <summary>Gets the commit's title. Default null: what is pushed says it, such as <c>Upload model</c> or <c>Upload dataset</c>.</summary>
    public string? CommitMessage { get; init; }

    /// <summary>Gets what is said below the title. Default empty.</summary>
    public string CommitDescription { get; init; } = string.Empty;

    /// <summary>
    /// Gets whether only the owner sees a repository that is made. Default null: what the organization has set, else public. No effect on one that exists.
    /// </summary>
    public bool? Private { get; init; }

    /// <summary>Gets whether a pull request is opened instead; reading the repository is enough for that. Default false.</summary>
    public bool CreatePr { get; init; }
}
