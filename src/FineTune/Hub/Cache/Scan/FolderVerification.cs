namespace FineTune;

/// <summary>What comparing a revision's files with the Hub's list of them has shown: <see cref="HfHub.VerifyCacheAsync"/>.</summary>
public sealed record FolderVerification
{
    /// <summary>Gets the commit that was looked at.</summary>
    public required string Revision { get; init; }

    /// <summary>Gets the folder that was looked at.</summary>
    public required string VerifiedPath { get; init; }

    /// <summary>Gets how many files' hashes were computed.</summary>
    public required int CheckedCount { get; init; }

    /// <summary>Gets the damaged files.</summary>
    public required IReadOnlyList<FileMismatch> Mismatches { get; init; }

    /// <summary>Gets the files of the commit that are not there. A revision of which only some files were asked for has such.</summary>
    public required IReadOnlyList<string> MissingPaths { get; init; }

    /// <summary>Gets the files that the commit does not have.</summary>
    public required IReadOnlyList<string> ExtraPaths { get; init; }

    /// <summary>Gets whether missing and extra files are known: false when neither the Hub nor the cache could say which files there should be.</summary>
    public required bool IsCompared { get; init; }
}
