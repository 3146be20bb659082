namespace FineTune;

/// <summary>Reads a model's configuration and gives it the class its <c>model_type</c> names.</summary>
public static class AutoConfig
{
    /// <summary>Gets the architectures that can be loaded, by the names <c>config.json</c> has for them.</summary>
    public static IReadOnlyCollection<string> ModelTypes => ModelRegistry.ModelTypes;

    /// <summary>Reads <c>config.json</c>.</summary>
    /// <param name="pretrainedModelNameOrPath">A folder, a <c>config.json</c> file, or the id of a model in the local cache.</param>
    /// <param name="overrides">Values to use instead of the file's, by the reference's names; or null.</param>
    /// <param name="revision">Which version of a cached model: a branch, a tag or a commit. Default "main".</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder and no such model in the cache.</exception>
    /// <exception cref="FileNotFoundException">The folder has no <c>config.json</c>.</exception>
    /// <exception cref="InvalidDataException">The file is not JSON, or its <c>model_type</c> is missing or not supported.</exception>
    /// <exception cref="ArgumentException">An override is unknown, or a rule of the architecture is broken.</exception>
    public static PretrainedConfig FromPretrained(
        string pretrainedModelNameOrPath,
        IReadOnlyDictionary<string, object?>? overrides = null,
        string revision = "main")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(pretrainedModelNameOrPath);
        if (File.Exists(pretrainedModelNameOrPath))
        {
            return FromFile(pretrainedModelNameOrPath, pretrainedModelNameOrPath, overrides);
        }

        ModelFolder folder = ModelFolder.Resolve(pretrainedModelNameOrPath, revision);
        return FromFile(folder.Require(PretrainedConfig.FileName), pretrainedModelNameOrPath, overrides);
    }

    /// <summary>Makes a configuration of defaults for an architecture.</summary>
    /// <param name="modelType">Its name in <c>config.json</c>, such as <c>bert</c>.</param>
    /// <exception cref="ArgumentException">The architecture is not supported.</exception>
    public static PretrainedConfig ForModel(string modelType) =>
        ModelRegistry.Find(modelType)?.DefaultConfig() ?? Throw.UnknownModelType(modelType);

    internal static PretrainedConfig FromFile(string path, string nameOrPath, IReadOnlyDictionary<string, object?>? overrides)
    {
        Dictionary<string, object?> values = PretrainedConfig.ReadFile(path);
        string modelType = values.GetValueOrDefault("model_type") as string ?? Throw.NoModelType(path);
        PretrainedConfig defaults = ModelRegistry.Find(modelType)?.DefaultConfig() ?? Throw.UnsupportedModelType(path, modelType);
        PretrainedConfig config = PretrainedConfig.FromFile(defaults, values, nameOrPath);
        if (overrides is { Count: > 0 })
        {
            config = config.With(overrides);
        }

        config.Validate();
        return config;
    }
}
