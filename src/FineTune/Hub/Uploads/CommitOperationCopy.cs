using FineTune.Hub;

namespace FineTune;

/// <summary>Copies a file inside a repository. A large file's bytes do not travel.</summary>
public sealed record CommitOperationCopy : CommitOperation
{
    /// <summary>Copies a file.</summary>
    /// <param name="srcPathInRepo">The path of the file to copy.</param>
    /// <param name="pathInRepo">The path of the copy.</param>
    /// <param name="srcRevision">The branch, tag or commit to copy from. Default null: the one that is committed to.</param>
    /// <exception cref="ArgumentException">A path leads out of the repository, or into <c>.git</c> or <c>.cache/huggingface</c>.</exception>
    public CommitOperationCopy(string srcPathInRepo, string pathInRepo, string? srcRevision = null)
        : base(RepoPath.OfFile(pathInRepo))
    {
        SrcPathInRepo = RepoPath.OfFile(srcPathInRepo);
        SrcRevision = srcRevision;
    }

    /// <summary>Gets the path of the file that is copied.</summary>
    public string SrcPathInRepo { get; }

    /// <summary>Gets the branch, tag or commit that is copied from; null is the one that is committed to.</summary>
    public string? SrcRevision { get; }
}
