using FineTune.Hub;

namespace FineTune;

/// <summary>Deletes a file or a folder of a repository.</summary>
public sealed record CommitOperationDelete : CommitOperation
{
    /// <summary>Deletes a file, or a folder with everything in it.</summary>
    /// <param name="pathInRepo">The path inside the repository; with a <c>/</c> at its end it is a folder's.</param>
    /// <param name="isFolder">Whether it is a folder's path. Default null: as the path's end says.</param>
    /// <exception cref="ArgumentException">The path leads out of the repository, or into <c>.git</c> or <c>.cache/huggingface</c>.</exception>
    public CommitOperationDelete(string pathInRepo, bool? isFolder = null)
        : base(RepoPath.OfFile(pathInRepo.TrimEnd('/'))) => IsFolder = isFolder ?? pathInRepo.EndsWith('/');

    /// <summary>Gets whether a folder is deleted.</summary>
    public bool IsFolder { get; }
}
