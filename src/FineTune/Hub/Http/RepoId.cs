namespace FineTune.Hub;

/// <summary>A repository of the Hub: what it holds, and its checked name, <c>org/name</c> or (of old) <c>name</c>.</summary>
internal readonly record struct RepoId
{
    /// <summary>Checks the name.</summary>
    /// <exception cref="ArgumentException">The name breaks the Hub's rules (<see cref="HubNames.CheckRepoId"/>).</exception>
    public RepoId(RepoType type, string id)
    {
        HubNames.CheckRepoId(id);
        Type = type;
        Id = id;
    }

    public RepoType Type { get; }

    public string Id { get; }

    /// <summary>Gets the word for the type in API paths and cache folders: <c>models</c>, <c>datasets</c>, <c>spaces</c>.</summary>
    public string Kind => Type switch
    {
        RepoType.Model => "models",
        RepoType.Dataset => "datasets",
        _ => "spaces",
    };

    /// <summary>Gets what stands before the name in the addresses of pages and files; nothing for models.</summary>
    public string UrlPrefix => Type is RepoType.Model ? string.Empty : Kind + "/";

    /// <summary>Gets the word for the type in messages.</summary>
    public string Word => Type switch
    {
        RepoType.Model => "model",
        RepoType.Dataset => "dataset",
        _ => "space",
    };

    public static RepoId Model(string id) => new(RepoType.Model, id);

    public static RepoId Dataset(string id) => new(RepoType.Dataset, id);

    public override string ToString() => $"{Word} \"{Id}\"";
}
