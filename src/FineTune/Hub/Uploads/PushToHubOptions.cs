namespace FineTune;

/// <summary>How a model, tokenizer or configuration is pushed, with the reference's names. Every member may be left out.</summary>
/// <remarks><see cref="HubOptions.Revision"/> is the branch that is pushed to; it is made if there is none.</remarks>
public sealed record PushToHubOptions : HubOptions
{
    /// <summary>Gets the commit's title. Default null: <c>Upload model</c>, <c>Upload tokenizer</c> or <c>Upload config</c>.</summary>
    public string? CommitMessage { get; init; }

    /// <summary>Gets what is said below the title. Default empty.</summary>
    public string CommitDescription { get; init; } = string.Empty;

    /// <summary>
    /// Gets whether only the owner sees a repository that is made. Default null: what the organization has set, else public. No effect on one that exists.
    /// </summary>
    public bool? Private { get; init; }

    /// <summary>Gets whether a pull request is opened instead; reading the repository is enough for that. Default false.</summary>
    public bool CreatePr { get; init; }

    /// <summary>Gets tags to add to those of the repository's card. Default empty.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Gets the size in bytes above which a model's weights go into several files with an index. Default 50 GB.</summary>
    public long MaxShardSize { get; init; } = SafetensorsFolder.DefaultMaxShardSize;
}
