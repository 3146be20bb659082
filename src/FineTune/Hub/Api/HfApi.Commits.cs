using FineTune.Hub;

namespace FineTune;

/// <content>Commits.</content>
public sealed partial class HfApi
{
    /// <summary>Makes one commit of several changes: all of them happen, or none.</summary>
    /// <remarks>
    /// Files that the repository has already are left out; if nothing is left, no commit is made and the branch's head is returned. Files are
    /// read while they are sent, so they must not change until the commit is made. If the Hub's answer is lost, the state of the repository
    /// is asked for and the rest is sent.
    /// </remarks>
    /// <param name="repoId">The repository; it must exist (<see cref="CreateRepoAsync"/>).</param>
    /// <param name="operations">The changes, each path at most once.</param>
    /// <param name="commitMessage">The commit's title.</param>
    /// <param name="options">Where it goes and what else is said of it; its own message is not used.</param>
    /// <param name="cancellationToken">Stops it; what is committed stays.</param>
    /// <exception cref="ArgumentException">The name, the message, a path or an option cannot be.</exception>
    /// <exception cref="FileNotFoundException">A file to upload does not exist.</exception>
    /// <exception cref="InvalidCardException">The Hub does not take the metadata of the <c>README.md</c> among the files.</exception>
    /// <exception cref="HubException">A file changed meanwhile, somebody else committed to a branch whose parent was given (status 412), the token
    /// may not do it, or the Hub cannot be reached.</exception>
    public Task<CommitInfo> CreateCommitAsync(
        string repoId,
        IReadOnlyList<CommitOperation> operations,
        string commitMessage,
        CommitOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(operations);
        options ??= new();
        return CommitPush.RunAsync(_http, new CommitPlan(TargetOf(repoId, options), operations, commitMessage, options), cancellationToken);
    }

    /// <summary>Uploads a file in one commit.</summary>
    /// <param name="repoId">The repository; it must exist.</param>
    /// <param name="path">The file on this computer.</param>
    /// <param name="pathInRepo">Its path inside the repository. Default null: its name.</param>
    /// <param name="options">Where it goes and what is said of it.</param>
    /// <param name="cancellationToken">Stops it; what is committed stays.</param>
    /// <inheritdoc cref="CreateCommitAsync" path="/exception"/>
    public Task<CommitInfo> UploadFileAsync(
        string repoId, string path, string? pathInRepo = null, CommitOptions? options = null, CancellationToken cancellationToken = default)
    {
        CommitOperationAdd addition = new(pathInRepo ?? Path.GetFileName(path), path);
        return CommitOneAsync(repoId, addition, UploadMessages.File(addition.PathInRepo), options, cancellationToken);
    }

    /// <summary>Uploads bytes as a file, in one commit.</summary>
    /// <param name="repoId">The repository; it must exist.</param>
    /// <param name="content">The bytes.</param>
    /// <param name="pathInRepo">The file's path inside the repository.</param>
    /// <param name="options">Where it goes and what is said of it.</param>
    /// <param name="cancellationToken">Stops it; what is committed stays.</param>
    /// <inheritdoc cref="CreateCommitAsync" path="/exception"/>
    public Task<CommitInfo> UploadFileAsync(
        string repoId, ReadOnlyMemory<byte> content, string pathInRepo, CommitOptions? options = null, CancellationToken cancellationToken = default)
    {
        CommitOperationAdd addition = new(pathInRepo, content);
        return CommitOneAsync(repoId, addition, UploadMessages.File(addition.PathInRepo), options, cancellationToken);
    }

    /// <summary>Uploads the files of a folder, in one commit, or in several of 250 files each.</summary>
    /// <remarks>
    /// <c>.git</c> and <c>.cache/huggingface</c> are always left out, and so are links that lead out of the folder. A later call sends only what
    /// has changed since, so an upload that broke off is continued by calling again.
    /// </remarks>
    /// <param name="repoId">The repository; it must exist.</param>
    /// <param name="folderPath">The folder on this computer.</param>
    /// <param name="options">Which files go where, and what is said of it.</param>
    /// <param name="cancellationToken">Stops it; what is committed stays.</param>
    /// <returns>The last commit.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <inheritdoc cref="CreateCommitAsync" path="/exception"/>
    public Task<CommitInfo> UploadFolderAsync(
        string repoId, string folderPath, UploadFolderOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folderPath);
        options ??= new();
        return FolderUpload.RunAsync(_http, TargetOf(repoId, options), folderPath, options, cancellationToken);
    }

    /// <summary>Deletes a file in one commit.</summary>
    /// <param name="repoId">The repository.</param>
    /// <param name="pathInRepo">The file's path inside it.</param>
    /// <param name="options">On which branch, and what is said of it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <inheritdoc cref="CreateCommitAsync" path="/exception"/>
    public Task<CommitInfo> DeleteFileAsync(
        string repoId, string pathInRepo, CommitOptions? options = null, CancellationToken cancellationToken = default) => CommitOneAsync(
            repoId, new CommitOperationDelete(pathInRepo, isFolder: false), UploadMessages.Deletion(pathInRepo), options, cancellationToken);

    /// <summary>Deletes a folder with everything in it, in one commit.</summary>
    /// <param name="repoId">The repository.</param>
    /// <param name="pathInRepo">The folder's path inside it.</param>
    /// <param name="options">On which branch, and what is said of it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <inheritdoc cref="CreateCommitAsync" path="/exception"/>
    public Task<CommitInfo> DeleteFolderAsync(
        string repoId, string pathInRepo, CommitOptions? options = null, CancellationToken cancellationToken = default) => CommitOneAsync(
            repoId, new CommitOperationDelete(pathInRepo, isFolder: true), UploadMessages.FolderDeletion(pathInRepo), options, cancellationToken);

    /// <summary>
    /// Sends large files before the commit that they are part of, so that a caller who makes files one after another need not keep them.
    /// </summary>
    /// <param name="repoId">The repository; it must exist.</param>
    /// <param name="additions">The files.</param>
    /// <param name="options">Where the commit will go.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The operations for the commit: those of large files do not need the files any more.</returns>
    /// <inheritdoc cref="CreateCommitAsync" path="/exception"/>
    public Task<IReadOnlyList<CommitOperationAdd>> PreuploadLfsFilesAsync(
        string repoId, IReadOnlyList<CommitOperationAdd> additions, CommitOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(additions);
        return LfsUpload.SendBeforeAsync(_http, TargetOf(repoId, options ?? new()), additions, cancellationToken);
    }

    private Task<CommitInfo> CommitOneAsync(
        string repoId, CommitOperation operation, string message, CommitOptions? options, CancellationToken cancellationToken) =>
        CreateCommitAsync(repoId, [operation], options?.CommitMessage ?? message, options, cancellationToken);

    private CommitTarget TargetOf(string repoId, CommitOptions options) =>
        new(new RepoId(options.RepoType, repoId), RevisionOr(options.Revision), options.CreatePr);
}
