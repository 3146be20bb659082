namespace FineTune;

/// <summary>What the auto classes need to know of one architecture.</summary>
/// <param name="Classes">Its name in <c>config.json</c> and its classes.</param>
/// <param name="DefaultConfig">Makes its configuration.</param>
/// <param name="BaseModel">Makes the model without a head, its weights not set yet.</param>
/// <param name="SequenceClassifier">Makes the classifier of whole texts, its weights not set yet.</param>
internal sealed record ModelFamily(
    SupportedModel Classes,
    Func<PretrainedConfig> DefaultConfig,
    Func<PretrainedConfig, PreTrainedModel> BaseModel,
    Func<PretrainedConfig, PreTrainedModel> SequenceClassifier)
{
    /// <summary>Gets its name in <c>config.json</c>.</summary>
    public string ModelType => Classes.ModelType;

    /// <summary>Describes an architecture whose models are made from one class of configuration.</summary>
    public static ModelFamily Of<TConfig, TModel, TClassifier>(Func<TConfig, TModel> baseModel, Func<TConfig, TClassifier> sequenceClassifier)
        where TConfig : PretrainedConfig, new()
        where TModel : PreTrainedModel
        where TClassifier : PreTrainedModel => new(
            new(new TConfig().ModelType, typeof(TConfig), typeof(TModel), typeof(TClassifier)),
            () => new TConfig(),
            config => baseModel(config as TConfig ?? Throw.WrongConfigClass<TConfig>(typeof(TModel).Name, config)),
            config => sequenceClassifier(config as TConfig ?? Throw.WrongConfigClass<TConfig>(typeof(TClassifier).Name, config)));
}
