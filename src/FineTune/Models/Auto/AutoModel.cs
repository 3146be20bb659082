namespace FineTune;

/// <summary>
/// Loads a model without a head, of the class the checkpoint's <c>model_type</c> names. For a classifier of whole texts use
/// <see cref="AutoModelForSequenceClassification"/>.
/// </summary>
public static class AutoModel
{
    /// <summary>Loads a model from a folder or from the Hub; it is in evaluation mode.</summary>
    /// <param name="pretrainedModelNameOrPath">A folder with <c>config.json</c> and weights, or a model of the Hub, <c>org/name</c>.</param>
    /// <param name="options">The seed of missing weights and more; or null.</param>
    /// <returns>The model; <see cref="PreTrainedModel.LoadReport"/> says what was missing or left over.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder, and no model can have that name.</exception>
    /// <exception cref="HubException">The Hub has no such model or revision, refuses it, or cannot be reached and the cache has not got it.</exception>
    /// <exception cref="FileNotFoundException">There is no <c>config.json</c>, or no weights.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, of another kind, or of another model.</exception>
    /// <exception cref="ArgumentException">The configuration or an option breaks a rule.</exception>
    /// <exception cref="InvalidOperationException">Weights are of another shape and <see cref="FromPretrainedOptions.IgnoreMismatchedSizes"/> is not set.</exception>
    /// <example><code>
    /// var model = AutoModel.FromPretrained("./minilm");
    /// </code></example>
    public static PreTrainedModel FromPretrained(string pretrainedModelNameOrPath, FromPretrainedOptions? options = null) =>
        ModelLoader.FromPretrained(pretrainedModelNameOrPath, options, config => ModelRegistry.Of(config).BaseModel(config));

    /// <summary>Loads the model as <see cref="FromPretrained"/> does, without a thread that waits while it is downloaded.</summary>
    /// <param name="pretrainedModelNameOrPath"><inheritdoc cref="FromPretrained" path="/param[@name='pretrainedModelNameOrPath']"/></param>
    /// <param name="options"><inheritdoc cref="FromPretrained" path="/param[@name='options']"/></param>
    /// <param name="cancellationToken">Stops the download.</param>
    public static Task<PreTrainedModel> FromPretrainedAsync(
        string pretrainedModelNameOrPath, FromPretrainedOptions? options = null, CancellationToken cancellationToken = default) =>
        ModelLoader.FromPretrainedAsync(
            pretrainedModelNameOrPath, options, config => ModelRegistry.Of(config).BaseModel(config), cancellationToken);

    /// <summary>Makes a model with fresh weights; it is in training mode.</summary>
    /// <param name="config">The sizes and labels.</param>
    /// <param name="seed">The seed the weights are drawn with, as after <c>set_seed</c>. Default 42.</param>
    public static PreTrainedModel FromConfig(PretrainedConfig config, long seed = 42) => FromConfig(config, new Generator(seed));

    /// <summary>Makes a model with fresh weights; it is in training mode.</summary>
    /// <param name="config">The sizes and labels.</param>
    /// <param name="generator">Where the weights are drawn from; its stream moves on.</param>
    public static PreTrainedModel FromConfig(PretrainedConfig config, Generator generator)
    {
        ArgumentNullException.ThrowIfNull(config);
        PreTrainedModel model = ModelRegistry.Of(config).BaseModel(config);
        model.InitWeights(generator);
        return model;
    }
}
