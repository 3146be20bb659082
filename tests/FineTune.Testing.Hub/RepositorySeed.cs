namespace FineTune.Testing;

/// <summary>A repository as it is when the hub starts.</summary>
public sealed class RepositorySeed
{
    internal RepositorySeed(RepositoryKind kind, string id) => (Kind, Id) = (kind, id);

    internal RepositoryKind Kind { get; }

    internal string Id { get; }

    internal bool IsPrivate { get; private set; }

    internal string? Gate { get; private set; }

    internal bool IsDisabled { get; private set; }

    internal HashSet<string> LetIn { get; } = [];

    internal Dictionary<string, SortedDictionary<string, byte[]>> Branches { get; } = new() { ["main"] = new(StringComparer.Ordinal) };

    internal List<(string Tag, string Revision)> Tags { get; } = [];

    /// <summary>Keeps it to its owner.</summary>
    public RepositorySeed Private()
    {
        IsPrivate = true;
        return this;
    }

    /// <summary>Keeps its files to its owner and these users; its description stays public.</summary>
    public RepositorySeed Gated(params string[] letIn)
    {
        Gate = "manual";
        LetIn.UnionWith(letIn);
        return this;
    }

    /// <summary>Has it closed by the Hub.</summary>
    public RepositorySeed Disabled()
    {
        IsDisabled = true;
        return this;
    }

    public RepositorySeed File(string path, byte[] content) => Branch("main", (path, content));

    public RepositorySeed File(string path, string text) => Branch("main", (path, text));

    /// <summary>Adds every file of a folder.</summary>
    public RepositorySeed Folder(string folder, string branch = "main") => Branch(branch,
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => new SeedFile(Path.GetRelativePath(folder, file).Replace('\\', '/'), System.IO.File.ReadAllBytes(file)))
            .Where(file => file.Path != ".hub.json")]);

    /// <summary>Adds files to a branch, and the branch if there is none of the name.</summary>
    public RepositorySeed Branch(string name, params SeedFile[] files)
    {
        if (!Branches.TryGetValue(name, out SortedDictionary<string, byte[]>? all))
        {
            Branches[name] = all = new(StringComparer.Ordinal);
        }

        foreach (SeedFile file in files)
        {
            all[file.Path] = file.Content;
        }

        return this;
    }

    public RepositorySeed Tag(string name, string revision = "main")
    {
        Tags.Add((name, revision));
        return this;
    }
}
