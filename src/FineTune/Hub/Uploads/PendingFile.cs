namespace FineTune.Hub;

/// <summary>A file on its way into a commit, and what the Hub said of it.</summary>
internal sealed class PendingFile(UploadContent content)
{
    public UploadContent Content { get; } = content;

    public string Path => Content.PathInRepo;

    /// <summary>Gets or sets whether the Hub stores it by its hash, outside git. The Hub alone decides, but an empty file never is.</summary>
    public bool IsLarge
    {
        get => Content.IsUploaded || (field && Content.Size > 0);
        set;
    }

    /// <summary>Gets or sets whether the repository's .gitignore names it.</summary>
    public bool IsIgnored { get; set; }

    /// <summary>Gets or sets the hash of the file that is there under its path, or null.</summary>
    public string? RemoteOid { get; set; }

    /// <summary>Gets or sets whether the file that is there is the same.</summary>
    public bool IsUnchanged { get; set; }

    public bool IsCommitted => !IsIgnored && !IsUnchanged;
}
