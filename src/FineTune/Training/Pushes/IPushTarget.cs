namespace FineTune.Training;

/// <summary>The repository a run is pushed to. A test puts one in its place that fails, is slow or never answers.</summary>
internal interface IPushTarget
{
    /// <summary>Gets the repository's name: as it was asked for, and with its owner once it is known.</summary>
    string RepoId { get; }

    /// <summary>
    /// Sees that there is a token, that the repository exists and may be written, and that the branch is there; makes what is missing. Once
    /// it has succeeded it does nothing.
    /// </summary>
    Task PrepareAsync(CancellationToken cancellationToken);

    /// <summary>Commits the files of a folder.</summary>
    /// <param name="part">The folder, and where its files go.</param>
    /// <param name="ignorePatterns">Which files do not go.</param>
    /// <param name="progress">Is told of bytes that were sent.</param>
    /// <param name="cancellationToken">Breaks it off.</param>
    Task<CommitInfo> UploadAsync(
        PushPart part, IReadOnlyList<string> ignorePatterns, IProgress<TransferProgress> progress, CancellationToken cancellationToken);

    /// <summary>Gets the licence of a model on the Hub, or null when it says none or cannot be asked.</summary>
    Task<string?> LicenseOfAsync(string modelId, CancellationToken cancellationToken);
}
