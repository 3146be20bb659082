namespace FineTune;

/// <summary>How a data set is pushed, with the reference's names. Every member may be left out.</summary>
/// <remarks><see cref="HubOptions.Revision"/> is the branch that is pushed to; it is made if there is none.</remarks>
public sealed record PushDatasetOptions : PushOptions
{
    /// <summary>
    /// Gets whether the configuration becomes the one that is loaded when none is named; another that is marked so is no longer. Default false:
    /// the one called <c>default</c>, or the only one, is loaded.
    /// </summary>
    public bool SetDefault { get; init; }

    /// <summary>Gets the folder of the repository for the files. Default null: the configuration's name, or <c>data</c> for <c>default</c>.</summary>
    public string? DataDir { get; init; }

    /// <summary>Gets how large a file may become, such as <c>"1GB"</c>; the rows in memory count. Default null: <c>"500MB"</c>.</summary>
    public string? MaxShardSize { get; init; }
}
