namespace FineTune;

/// <summary>How a file is downloaded: <see cref="HfHub.HfHubDownloadAsync"/>.</summary>
public record HubDownloadOptions : HubOptions
{
    /// <summary>Gets what the repository holds. Default <see cref="RepoType.Model"/>.</summary>
    public RepoType RepoType { get; init; } = RepoType.Model;

    /// <summary>Gets a folder that files are written to under their names, in place of the cache. Default null: the cache.</summary>
    public string? LocalDir { get; init; }
}
