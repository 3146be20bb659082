namespace FineTune;

/// <summary>Reads a model's configuration and gives it the class its <c>model_type</c> names.</summary>
public static class AutoConfig
{
    /// <summary>Gets the architectures that can be loaded, by the names <c>config.json</c> has for them.</summary>
    public static IReadOnlyCollection<string> ModelTypes => ModelRegistry.ModelTypes;

    /// <summary>Gets the architectures that can be loaded with their classes, in the order of their names; <c>finetune info --models</c> prints it.</summary>
    public static IReadOnlyList<SupportedModel> SupportedModels => ModelRegistry.Models;

    /// <summary>Reads <c>config.json</c>.</summary>
    /// <param name="pretrainedModelNameOrPath">A folder, a <c>config.json</c> file, or a model of the Hub, <c>org/name</c>.</param>
    /// <param name="overrides">Values to use instead of the file's, by the reference's names; or null.</param>
    /// <param name="hub">Revision, subfolder, token and how the Hub is reached; or null.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder, and no model can have that name.</exception>
    /// <exception cref="HubException">The Hub has no such model or revision, refuses it, or cannot be reached and the cache has not got it.</exception>
    /// <exception cref="FileNotFoundException">There is no <c>config.json</c>.</exception>
    /// <exception cref="InvalidDataException">The file is not JSON, or its <c>model_type</c> is missing or not supported.</exception>
    /// <exception cref="ArgumentException">An override is unknown, or a rule of the architecture is broken.</exception>
    public static PretrainedConfig FromPretrained(
        string pretrainedModelNameOrPath, IReadOnlyDictionary<string, object?>? overrides = null, HubOptions? hub = null) =>
        File.Exists(pretrainedModelNameOrPath)
            ? FromFile(pretrainedModelNameOrPath, pretrainedModelNameOrPath, overrides)
            : FromFolder(PretrainedFiles.Config(pretrainedModelNameOrPath, hub), overrides);

    /// <summary>Reads <c>config.json</c>, without a thread that waits while it is downloaded.</summary>
    /// <param name="pretrainedModelNameOrPath"><inheritdoc cref="FromPretrained" path="/param[@name='pretrainedModelNameOrPath']"/></param>
    /// <param name="overrides"><inheritdoc cref="FromPretrained" path="/param[@name='overrides']"/></param>
    /// <param name="hub"><inheritdoc cref="FromPretrained" path="/param[@name='hub']"/></param>
    /// <param name="cancellationToken">Stops the download.</param>
    public static async Task<PretrainedConfig> FromPretrainedAsync(
        string pretrainedModelNameOrPath,
        IReadOnlyDictionary<string, object?>? overrides = null,
        HubOptions? hub = null,
        CancellationToken cancellationToken = default) => File.Exists(pretrainedModelNameOrPath)
            ? FromFile(pretrainedModelNameOrPath, pretrainedModelNameOrPath, overrides)
            : FromFolder(await PretrainedFiles.ConfigAsync(pretrainedModelNameOrPath, hub, cancellationToken), overrides);

    /// <summary>Makes a configuration of defaults for an architecture.</summary>
    /// <param name="modelType">Its name in <c>config.json</c>, such as <c>bert</c>.</param>
    /// <exception cref="ArgumentException">The architecture is not supported.</exception>
    public static PretrainedConfig ForModel(string modelType) =>
        ModelRegistry.Find(modelType)?.DefaultConfig() ?? Throw.UnknownModelType(modelType);

    private static PretrainedConfig FromFolder(ModelFolder folder, IReadOnlyDictionary<string, object?>? overrides) =>
        FromFile(folder.Require(PretrainedConfig.FileName), folder.NameOrPath, overrides);

    internal static PretrainedConfig FromFile(string path, string nameOrPath, IReadOnlyDictionary<string, object?>? overrides)
    {
        Dictionary<string, object?> values = PretrainedConfig.ReadFile(path);
        string modelType = values.GetValueOrDefault("model_type") as string
            ?? (AnswerIn(values) is { } answer ? Throw.AnswerOfServer(path, answer)
                : values.ContainsKey("auto_map") ? Throw.OwnCode(nameOrPath) : Throw.NoModelType(nameOrPath));
        PretrainedConfig defaults = ModelRegistry.Find(modelType)?.DefaultConfig() ?? Throw.UnsupportedModelType(path, modelType, ModelRegistry.Nearest(values));
        PretrainedConfig config = FromValues(defaults, values, path, nameOrPath);
        if (overrides is { Count: > 0 })
        {
            config = config.With(overrides);
        }

        config.Validate();
        return config;
    }

    private static PretrainedConfig FromValues(PretrainedConfig defaults, Dictionary<string, object?> values, string path, string nameOrPath)
    {
        try
        {
            return PretrainedConfig.FromFile(defaults, values, nameOrPath);
        }
        catch (ArgumentException exception)
        {
            return Throw.BadLabelsOfFile<PretrainedConfig>(path, exception);
        }
    }

    /// <summary>Gets what a server says instead of sending a file: <c>{"error": "Repository not found"}</c>.</summary>
    private static string? AnswerIn(Dictionary<string, object?> values) => values.Count > 4 ? null
        : ((string[])["error", "message", "detail", "errors"]).Where(values.ContainsKey).Select(key => $"{key}: {ConfigJson.Write(values[key])}").FirstOrDefault();
}
