using System.Text;
using FineTune.Testing.Server;

namespace FineTune.Testing.Storage;

/// <summary>All repositories, and the names they had before.</summary>
internal sealed class Repositories(HubSettings settings)
{
    private readonly Dictionary<(RepositoryKind, string), Repository> _repositories = [];
    private readonly Dictionary<(RepositoryKind, string), string> _moved = [];

    public ObjectStore Objects { get; } = new();

    public IEnumerable<Repository> All => _repositories.Values.OrderBy(repository => repository.Id, StringComparer.Ordinal);

    public Repository? Find(RepositoryKind kind, string id) => _repositories.GetValueOrDefault((kind, id));

    /// <summary>Gets the name a repository has now, when it is asked for by an older one.</summary>
    public string? NewNameOf(RepositoryKind kind, string id)
    {
        if (_moved.TryGetValue((kind, id), out string? name))
        {
            return name;
        }

        return id.Contains('/', StringComparison.Ordinal) ? null : kind switch
        {
            RepositoryKind.Model => settings.CanonicalModels.GetValueOrDefault(id),
            RepositoryKind.Dataset => settings.CanonicalDatasets.GetValueOrDefault(id),
            _ => null,
        };
    }

    /// <summary>Adds a repository with one commit, as the Hub does when one is created.</summary>
    public Repository Create(RepositoryKind kind, string id, bool isPrivate, string author)
    {
        Repository repository = new(kind, id) { IsPrivate = isPrivate };
        _repositories.Add((kind, id), repository);
        _moved.Remove((kind, id));
        repository.Add("refs/heads/main", [new(".gitattributes", Objects.Add(GitAttributes.Default, false))], "initial commit", "", author, null);
        return repository;
    }

    public void Remove(Repository repository) => _repositories.Remove((repository.Kind, repository.Id));

    public void Move(Repository repository, string to)
    {
        if (_repositories.ContainsKey((repository.Kind, to)))
        {
            throw new Rejection(409, "This repository already exists");
        }

        Remove(repository);
        _moved[(repository.Kind, repository.Id)] = to;
        repository.Id = to;
        _repositories.Add((repository.Kind, to), repository);
    }

    public void Plant(RepositorySeed seed)
    {
        Repository repository = new(seed.Kind, seed.Id) { IsPrivate = seed.IsPrivate, Gate = seed.Gate, IsDisabled = seed.IsDisabled };
        repository.LetIn.UnionWith(seed.LetIn);
        foreach ((string branch, SortedDictionary<string, byte[]> files) in seed.Branches)
        {
            SortedDictionary<string, byte[]> all = new(files, StringComparer.Ordinal);
            all.TryAdd(".gitattributes", GitAttributes.Default);
            string attributes = Encoding.UTF8.GetString(all[".gitattributes"]);
            repository.Add($"refs/heads/{branch}", all.Select(file => KeyValuePair.Create(file.Key, Store(file.Key, file.Value, attributes))), "initial commit", "", repository.Owner, null);
        }

        foreach ((string tag, string revision) in seed.Tags)
        {
            repository.Refs[$"refs/tags/{tag}"] = repository.Resolve(revision).Id;
        }

        _repositories[(seed.Kind, seed.Id)] = repository;
    }

    public StoredFile Store(string path, byte[] content, string? attributes) =>
        Objects.Add(content, IsLarge(path, content.Length, content.AsSpan(0, Math.Min(content.Length, 512)), attributes));

    /// <summary>The server alone decides what is a large file: by the repository's rules, by size, or because it is binary.</summary>
    public bool IsLarge(string path, long size, ReadOnlySpan<byte> sample, string? attributes) =>
        size > 0 && (GitAttributes.IsLarge(attributes, path) || size > settings.LargeFileThreshold || sample.Contains((byte)0));
}
