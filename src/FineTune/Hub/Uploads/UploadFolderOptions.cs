namespace FineTune;

/// <summary>Which files of a folder are uploaded, to where, and what is said of it. Every member may be left out.</summary>
public sealed record UploadFolderOptions : CommitOptions
{
    /// <summary>Gets the folder inside the repository that the files go to. Default "", its root.</summary>
    public string PathInRepo { get; init; } = string.Empty;

    /// <summary>Gets patterns such as <c>*.json</c> that a file's path inside the folder must match one of. Default null: every file.</summary>
    public IReadOnlyList<string>? AllowPatterns { get; init; }

    /// <summary>Gets patterns of files that are left out. Default null: none but what lies in <c>.git</c> and <c>.cache/huggingface</c>.</summary>
    public IReadOnlyList<string>? IgnorePatterns { get; init; }

    /// <summary>
    /// Gets patterns of files below <see cref="PathInRepo"/> that are deleted from the repository unless they are uploaded anew. Default null: none.
    /// </summary>
    public IReadOnlyList<string>? DeletePatterns { get; init; }
}
