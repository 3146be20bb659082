namespace FineTune;

/// <summary>How the files of a repository are downloaded: <see cref="HfHub.SnapshotDownloadAsync"/>.</summary>
public sealed record SnapshotDownloadOptions : HubDownloadOptions
{
    /// <summary>Gets patterns of the files to download, such as <c>*.json</c> (<c>*</c> also stands for <c>/</c>). Default null: all.</summary>
    public IReadOnlyList<string>? AllowPatterns { get; init; }

    /// <summary>Gets patterns of files to leave out, whatever allows them. Default null: none.</summary>
    public IReadOnlyList<string>? IgnorePatterns { get; init; }

    /// <summary>Gets how many files are downloaded at a time. Default 8.</summary>
    public int MaxWorkers { get; init; } = 8;
}
