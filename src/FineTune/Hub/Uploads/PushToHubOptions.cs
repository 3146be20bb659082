namespace FineTune;

/// <summary>How a model, tokenizer or configuration is pushed, with the reference's names. Every member may be left out.</summary>
/// <remarks><see cref="HubOptions.Revision"/> is the branch that is pushed to; it is made if there is none.</remarks>
public sealed record PushToHubOptions : PushOptions
{
    /// <summary>Gets tags to add to those of the repository's card. Default empty.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Gets the size in bytes above which a model's weights go into several files with an index. Default 50 GB.</summary>
    public long MaxShardSize { get; init; } = SafetensorsFolder.DefaultMaxShardSize;
}
