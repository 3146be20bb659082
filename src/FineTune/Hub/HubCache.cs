namespace FineTune;

/// <summary>Finds models that the reference's tools have downloaded, in the cache folder they share. Only reads.</summary>
internal sealed class HubCache
{
    private readonly Func<string, string?> _environment;

    public HubCache(Func<string, string?>? environment = null, string? root = null)
    {
        _environment = environment ?? Environment.GetEnvironmentVariable;
        Root = root ?? DefaultRoot();
    }

    /// <summary>Gets the folder that holds <c>models--org--name</c> folders.</summary>
    public string Root { get; }

    /// <summary>Gets the folder a model of the cache is stored in, whether it exists or not.</summary>
    public string FolderOf(string modelId) => Path.Combine(Root, "models--" + modelId.Replace("/", "--", StringComparison.Ordinal));

    /// <summary>Gets the folder with a model's files, or null when it is not in the cache.</summary>
    public string? FindSnapshot(string modelId, string revision)
    {
        string folder = FolderOf(modelId);
        string commit = revision;
        if (Path.Combine(folder, "refs", revision) is var reference && File.Exists(reference))
        {
            commit = File.ReadAllText(reference).Trim();
        }

        string snapshot = Path.Combine(folder, "snapshots", commit);
        return commit.Length > 0 && Directory.Exists(snapshot) ? snapshot : null;
    }

    private string DefaultRoot()
    {
        if ((Variable("HF_HUB_CACHE") ?? Variable("HUGGINGFACE_HUB_CACHE")) is { } cache)
        {
            return ExpandHome(cache);
        }

        string home = Variable("HF_HOME")
            ?? Path.Combine(Variable("XDG_CACHE_HOME") ?? Path.Combine("~", ".cache"), "huggingface");
        return Path.Combine(ExpandHome(home), "hub");
    }

    private string ExpandHome(string path)
    {
        string home = Variable("HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return path == "~" || path.StartsWith("~/", StringComparison.Ordinal) ? home + path[1..] : path;
    }

    private string? Variable(string name) => _environment(name) is { Length: > 0 } value ? value : null;
}
