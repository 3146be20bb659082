namespace FineTune;

/// <summary>One change of a commit: <see cref="CommitOperationAdd"/>, <see cref="CommitOperationDelete"/> or <see cref="CommitOperationCopy"/>.</summary>
public abstract record CommitOperation
{
    private protected CommitOperation(string pathInRepo) => PathInRepo = pathInRepo;

    /// <summary>Gets the path inside the repository that changes, its parts separated by <c>/</c>.</summary>
    public string PathInRepo { get; }
}
