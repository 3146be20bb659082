using System.Diagnostics.CodeAnalysis;
using FineTune.Hub;

namespace FineTune;

/// <summary>The folder a model's files are in: a local one, or one in the cache of the reference's tools.</summary>
internal sealed class ModelFolder
{
    private ModelFolder(string nameOrPath, string path)
    {
        NameOrPath = nameOrPath;
        Path = path;
    }

    /// <summary>Gets what the caller asked for.</summary>
    public string NameOrPath { get; }

    /// <summary>Gets the folder.</summary>
    public string Path { get; }

    /// <summary>Finds the folder of a path or of a model id such as <c>org/name</c>.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder, and the model is not in the cache.</exception>
    public static ModelFolder Resolve(string nameOrPath, string revision = "main", HubCache? cache = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(nameOrPath);
        if (Directory.Exists(nameOrPath))
        {
            return new(nameOrPath, nameOrPath);
        }

        if (File.Exists(nameOrPath))
        {
            Throw.ModelPathIsFile(nameOrPath);
        }

        ArgumentException.ThrowIfNullOrWhiteSpace(revision);
        if (HubNames.ProblemOfRepoId(nameOrPath) is not null)
        {
            Throw.NoModelFolder(nameOrPath);
        }

        RepoCache repo = (cache ?? HubCache.Of(new(), HubEnvironment.Process)).Of(RepoId.Model(nameOrPath));
        return repo.ReadRef(revision) is { } commit && Directory.Exists(repo.SnapshotFolder(commit))
            ? new(nameOrPath, repo.SnapshotFolder(commit))
            : Throw.NotInCache(nameOrPath, revision, repo.Folder);
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
    /// <exception cref="FileNotFoundException">The folder has no such file; the message names those it has.</exception>
    public string Require(string file) => TryFind(file, out string? path) ? path : Throw.NoModelFile(this, file);

    /// <summary>Gets the names of the files in the folder.</summary>
    public IReadOnlyList<string> Files() =>
        [.. Directory.EnumerateFiles(Path).Select(file => System.IO.Path.GetFileName(file)!).Order(StringComparer.Ordinal)];
}
