using System.Text.Json.Nodes;
using FineTune.Testing.Server;

namespace FineTune.Testing.Storage;

/// <summary>A repository: commits, and the names that point at them.</summary>
internal sealed class Repository(RepositoryKind kind, string id)
{
    /// <summary>When the seeded commits were made; each commit is a second younger than the one before, so that nothing depends on the clock.</summary>
    private static readonly DateTimeOffset s_start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public RepositoryKind Kind { get; } = kind;

    public string Id { get; set; } = id;

    public string Owner => Id.Split('/')[0];

    public bool IsPrivate { get; set; }

    /// <summary>Gets or sets how access is given: <c>auto</c>, <c>manual</c>, or null when everybody has it.</summary>
    public string? Gate { get; set; }

    public bool IsGated => Gate is not null;

    public bool IsDisabled { get; set; }

    /// <summary>Gets the users that a gated repository lets in, beside those of its owner.</summary>
    public HashSet<string> LetIn { get; } = [];

    public Dictionary<string, StoredCommit> Commits { get; } = [];

    /// <summary>Gets what full names such as <c>refs/heads/main</c> and <c>refs/pr/1</c> point at.</summary>
    public SortedDictionary<string, string> Refs { get; } = new(StringComparer.Ordinal);

    public List<JsonObject> Discussions { get; } = [];

    public DateTimeOffset Created => s_start;

    /// <summary>Gets the time of the next commit.</summary>
    public DateTimeOffset Now => s_start.AddSeconds(Commits.Count);

    /// <summary>Gets the full name of a branch, tag or pull request.</summary>
    public string? FindRef(string revision) => new[] { revision, "refs/heads/" + revision, "refs/tags/" + revision }.FirstOrDefault(Refs.ContainsKey);

    /// <summary>Gets the commit of a branch, tag, pull request or hash (seven digits are enough).</summary>
    public StoredCommit Resolve(string revision)
    {
        if (FindRef(revision) is { } name)
        {
            return Commits[Refs[name]];
        }

        StoredCommit[] found = revision.Length >= 7 ? [.. Commits.Values.Where(commit => commit.Id.StartsWith(revision, StringComparison.Ordinal))] : [];
        return found is [var only] ? only : throw NoSuchRevision(revision);
    }

    /// <summary>Gets a branch or pull request to commit to, with its head: a tag or a bare hash is none.</summary>
    public (string Ref, StoredCommit Head) ResolveBranch(string revision) =>
        FindRef(revision) is { } name && !name.StartsWith("refs/tags/", StringComparison.Ordinal) ? (name, Commits[Refs[name]]) : throw NoSuchRevision(revision);

    public StoredCommit Add(string reference, IEnumerable<KeyValuePair<string, StoredFile>> tree, string title, string message, string author, string? parent)
    {
        SortedDictionary<string, StoredFile> sorted = new(new Dictionary<string, StoredFile>(tree), StringComparer.Ordinal);
        string content = string.Join('\n', sorted.Select(pair => $"{pair.Key} {pair.Value.Oid} {pair.Value.Size}").Prepend($"{Kind} {Id} {parent} {title} {message} {author}"));
        StoredCommit commit = new(StoredFile.Sha1Of(content), parent, sorted, title, message, author, Now);
        Commits[commit.Id] = commit;
        Refs[reference] = commit.Id;
        return commit;
    }

    /// <summary>Gets a commit and those before it.</summary>
    public IEnumerable<StoredCommit> History(StoredCommit? commit)
    {
        for (; commit is not null; commit = commit.Parent is { } parent ? Commits[parent] : null)
        {
            yield return commit;
        }
    }

    private static Rejection NoSuchRevision(string revision) => new(404, $"Invalid rev id: {revision}", "RevisionNotFound");
}
