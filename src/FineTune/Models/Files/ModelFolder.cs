using System.Diagnostics.CodeAnalysis;

namespace FineTune;

/// <summary>The folder a model's files are in: a local one, or the cache's with those that were asked for of a Hub repository.</summary>
internal sealed class ModelFolder
{
    private readonly IReadOnlyList<string>? _names;

    private ModelFolder(string nameOrPath, string path, bool isLocal, IReadOnlyList<string>? names)
    {
        NameOrPath = nameOrPath;
        Path = path;
        IsLocal = isLocal;
        _names = names;
    }

    /// <summary>Gets whether it is a folder of the caller's, and not one of the cache.</summary>
    public bool IsLocal { get; }

    /// <summary>Gets what the caller asked for.</summary>
    public string NameOrPath { get; }

    /// <summary>Gets the folder.</summary>
    public string Path { get; }

    /// <summary>Makes the folder of files that were fetched of a Hub repository.</summary>
    /// <param name="name">The repository's name, as the caller gave it.</param>
    /// <param name="path">The folder.</param>
    /// <param name="names">The names the repository has, which may be more than the folder holds; null: not known.</param>
    public static ModelFolder OfHub(string name, string path, IReadOnlyList<string>? names) => new(name, path, isLocal: false, names);

    /// <summary>Finds a folder that exists, or null: then the name may be one of the Hub's.</summary>
    /// <exception cref="DirectoryNotFoundException">There is a file of that name, or the folder has no such subfolder.</exception>
    public static ModelFolder? FindLocal(string nameOrPath, string subfolder = "")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(nameOrPath);
        if (Directory.Exists(nameOrPath))
        {
            string path = subfolder.Length == 0 ? nameOrPath : System.IO.Path.Combine(nameOrPath, subfolder);
            return Directory.Exists(path) ? new(nameOrPath, path, isLocal: true, names: null) : Throw.NoSubfolder(nameOrPath, subfolder);
        }

        return File.Exists(nameOrPath) ? Throw.ModelPathIsFile(nameOrPath) : null;
    }

    /// <summary>Gets the path of a file, if the folder has it.</summary>
    public bool TryFind(string file, [NotNullWhen(true)] out string? path)
    {
        path = System.IO.Path.Combine(Path, file);
        if (File.Exists(path))
        {
            return true;
        }

        path = null;
        return false;
    }

    /// <summary>Gets the path of a file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file; the message names those there are.</exception>
    public string Require(string file) => TryFind(file, out string? path) ? path : Throw.NoModelFile(this, file);

    /// <summary>Gets the names of the files there are.</summary>
    public IReadOnlyList<string> Files() => _names ?? (Directory.Exists(Path)
        ? [.. Directory.EnumerateFiles(Path).Select(file => System.IO.Path.GetFileName(file)!).Order(StringComparer.Ordinal)]
        : []);
}
