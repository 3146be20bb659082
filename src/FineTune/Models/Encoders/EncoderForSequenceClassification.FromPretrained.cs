namespace FineTune;

/// <summary>What every <see cref="EncoderForSequenceClassification"/> of its own class has: loading by that class's name.</summary>
/// <typeparam name="TModel">The class itself.</typeparam>
public abstract class EncoderForSequenceClassification<TModel> : EncoderForSequenceClassification
    where TModel : EncoderForSequenceClassification<TModel>
{
    private protected EncoderForSequenceClassification(EncoderModel model, Module? classifierBefore = null)
        : base(model, classifierBefore)
    {
    }

    /// <summary>Loads the model from a folder or from the Hub; it is in evaluation mode.</summary>
    /// <param name="pretrainedModelNameOrPath">A folder with <c>config.json</c> and weights, or a model of the Hub, <c>org/name</c>.</param>
    /// <param name="options">See <see cref="AutoModelForSequenceClassification.FromPretrained"/>, which also lists the errors.</param>
    public static TModel FromPretrained(string pretrainedModelNameOrPath, FromPretrainedOptions? options = null) =>
        ModelLoader.FromPretrained(pretrainedModelNameOrPath, options, ModelRegistry.SequenceClassifier<TModel>);

    /// <summary>Loads the model as <see cref="FromPretrained"/> does, without a thread that waits while it is downloaded.</summary>
    /// <param name="pretrainedModelNameOrPath"><inheritdoc cref="FromPretrained" path="/param[@name='pretrainedModelNameOrPath']"/></param>
    /// <param name="options"><inheritdoc cref="FromPretrained" path="/param[@name='options']"/></param>
    /// <param name="cancellationToken">Stops the download.</param>
    public static Task<TModel> FromPretrainedAsync(
        string pretrainedModelNameOrPath, FromPretrainedOptions? options = null, CancellationToken cancellationToken = default) =>
        ModelLoader.FromPretrainedAsync(pretrainedModelNameOrPath, options, ModelRegistry.SequenceClassifier<TModel>, cancellationToken);
}
