namespace FineTune;

/// <summary>
/// Loads a classifier of whole texts, of the class the checkpoint's <c>model_type</c> names. For hidden states without a head use
/// <see cref="AutoModel"/>.
/// </summary>
public static class AutoModelForSequenceClassification
{
    /// <summary>Loads a model from a folder or from the Hub; it is in evaluation mode.</summary>
    /// <param name="pretrainedModelNameOrPath">A folder with <c>config.json</c> and weights, or a model of the Hub, <c>org/name</c>.</param>
    /// <param name="options">The number of labels, the seed of a fresh head and more; or null.</param>
    /// <returns>The model; <see cref="PreTrainedModel.LoadReport"/> says what was missing or left over.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder, and no model can have that name.</exception>
    /// <exception cref="HubException">The Hub has no such model or revision, refuses it, or cannot be reached and the cache has not got it.</exception>
    /// <exception cref="FileNotFoundException">There is no <c>config.json</c>, or no weights.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, of another kind, or of another model.</exception>
    /// <exception cref="ArgumentException">The configuration or an option breaks a rule.</exception>
    /// <exception cref="InvalidOperationException">Weights are of another shape and <see cref="FromPretrainedOptions.IgnoreMismatchedSizes"/> is not set.</exception>
    /// <example><code>
    /// var model = AutoModelForSequenceClassification.FromPretrained("./minilm", new() { NumLabels = 2, Seed = 42 });
    /// </code></example>
    public static PreTrainedModel FromPretrained(string pretrainedModelNameOrPath, FromPretrainedOptions? options = null) =>
        ModelLoader.FromPretrained(pretrainedModelNameOrPath, options, config => ModelRegistry.Of(config).SequenceClassifier(config));

    /// <summary>Loads the model as <see cref="FromPretrained"/> does, without a thread that waits while it is downloaded.</summary>
    /// <param name="pretrainedModelNameOrPath"><inheritdoc cref="FromPretrained" path="/param[@name='pretrainedModelNameOrPath']"/></param>
    /// <param name="options"><inheritdoc cref="FromPretrained" path="/param[@name='options']"/></param>
    /// <param name="cancellationToken">Stops the download.</param>
    public static Task<PreTrainedModel> FromPretrainedAsync(
        string pretrainedModelNameOrPath, FromPretrainedOptions? options = null, CancellationToken cancellationToken = default) =>
        ModelLoader.FromPretrainedAsync(
            pretrainedModelNameOrPath, options, config => ModelRegistry.Of(config).SequenceClassifier(config), cancellationToken);

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
        PreTrainedModel model = ModelRegistry.Of(config).SequenceClassifier(config);
        model.InitWeights(generator);
        return model;
    }
}
