using System.Text.RegularExpressions;

namespace FineTune.Hub;

/// <summary>A commit that is to be made, checked as far as that goes without the Hub.</summary>
internal sealed partial record CommitPlan
{
    /// <summary>Checks what the caller asks for.</summary>
    /// <exception cref="ArgumentException">Message, parent, revision or operations cannot be.</exception>
    public CommitPlan(CommitTarget target, IReadOnlyList<CommitOperation> operations, string message, CommitOptions options)
    {
        Message = string.IsNullOrWhiteSpace(message) ? Throw.EmptyCommitMessage() : message;
        if (options.ParentCommit is { } parent && !CommitHash().IsMatch(parent))
        {
            Throw.NoParentCommit(parent);
        }

        if (target is { CreatePr: true, Revision: not "main" })
        {
            Throw.PullRequestNeedsMain(target.Revision);
        }

        HashSet<string> added = new(StringComparer.Ordinal);
        foreach (CommitOperation operation in operations)
        {
            if (operation is not CommitOperationDelete && !added.Add(operation.PathInRepo))
            {
                Throw.PathTwiceInCommit(operation.PathInRepo);
            }
        }

        Target = target;
        Operations = operations;
        Description = options.CommitDescription;
        ParentCommit = options.ParentCommit;
    }

    public CommitTarget Target { get; init; }

    public IReadOnlyList<CommitOperation> Operations { get; init; }

    public string Message { get; init; }

    public string Description { get; }

    public string? ParentCommit { get; init; }

    /// <summary>Gets whether the Hub has seen the card, and takes it.</summary>
    public bool IsCardChecked { get; init; }

    /// <summary>Gets whether the commit deletes a path, or a folder it lies in.</summary>
    public bool Deletes(string path) => Operations.OfType<CommitOperationDelete>().Any(deletion =>
        path == deletion.PathInRepo || path.StartsWith(deletion.PathInRepo + "/", StringComparison.Ordinal));

    [GeneratedRegex(@"^[A-Fa-f0-9]{7,40}\z", RegexOptions.CultureInvariant)]
    private static partial Regex CommitHash();
}
