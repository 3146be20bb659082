using System.Text;

namespace FineTune.Testing.Storage;

/// <summary>The contents of all files, each once.</summary>
internal sealed class ObjectStore
{
    private readonly Dictionary<string, byte[]> _objects = [];

    public StoredFile Add(byte[] content, bool isLarge)
    {
        StoredFile file = isLarge ? StoredFile.Large(StoredFile.Sha256Of(content), content.Length) : StoredFile.Regular(content);
        _objects.TryAdd(file.Key, content);
        return file;
    }

    public bool Has(string key) => _objects.ContainsKey(key);

    public byte[]? Find(string key) => _objects.GetValueOrDefault(key);

    public byte[] Get(StoredFile file) => _objects[file.Key];

    /// <summary>Gets a file as text; null when the tree has none of that name.</summary>
    public string? Text(IReadOnlyDictionary<string, StoredFile> tree, string path) => tree.TryGetValue(path, out StoredFile? file) ? Encoding.UTF8.GetString(Get(file)) : null;
}
