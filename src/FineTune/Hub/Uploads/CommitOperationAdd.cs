using FineTune.Hub;

namespace FineTune;

/// <summary>Adds a file to a repository, or replaces the one that is there.</summary>
public sealed record CommitOperationAdd : CommitOperation
{
    /// <summary>Adds a file of this computer.</summary>
    /// <param name="pathInRepo">Its path inside the repository, such as <c>weights/model.safetensors</c>.</param>
    /// <param name="path">The file. It is read when the commit is made, and must not change until that is done.</param>
    /// <exception cref="ArgumentException">The path inside the repository leads out of it, or into <c>.git</c> or <c>.cache/huggingface</c>.</exception>
    public CommitOperationAdd(string pathInRepo, string path)
        : base(RepoPath.OfFile(pathInRepo))
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Source = new FileSource(path);
    }

    /// <summary>Adds bytes as a file.</summary>
    /// <param name="pathInRepo">The file's path inside the repository.</param>
    /// <param name="content">The bytes.</param>
    /// <exception cref="ArgumentException">The path inside the repository leads out of it, or into <c>.git</c> or <c>.cache/huggingface</c>.</exception>
    public CommitOperationAdd(string pathInRepo, ReadOnlyMemory<byte> content)
        : base(RepoPath.OfFile(pathInRepo)) => Source = new BytesSource(content);

    /// <summary>Adds a large file whose bytes the Hub has already.</summary>
    internal CommitOperationAdd(string pathInRepo, UploadedSource source)
        : base(pathInRepo) => Source = source;

    internal UploadSource Source { get; }
}
