namespace FineTune;

/// <summary>What the auto classes need to know of one architecture.</summary>
/// <param name="ModelType">Its name in <c>config.json</c>.</param>
/// <param name="DefaultConfig">Makes its configuration.</param>
/// <param name="BaseModel">Makes the model without a head, its weights not set yet.</param>
/// <param name="SequenceClassifier">Makes the classifier of whole texts, its weights not set yet.</param>
internal sealed record ModelFamily(
    string ModelType,
    Func<PretrainedConfig> DefaultConfig,
    Func<PretrainedConfig, PreTrainedModel> BaseModel,
    Func<PretrainedConfig, PreTrainedModel> SequenceClassifier)
{
    /// <summary>Describes an architecture whose models are made from one class of configuration.</summary>
    public static ModelFamily Of<TConfig, TModel, TClassifier>(Func<TConfig, TModel> baseModel, Func<TConfig, TClassifier> sequenceClassifier)
        where TConfig : PretrainedConfig, new()
        where TModel : PreTrainedModel
        where TClassifier : PreTrainedModel => new(
            new TConfig().ModelType,
            () => new TConfig(),
            config => baseModel(config as TConfig ?? Throw.WrongConfigClass<TConfig>(typeof(TModel).Name, config)),
            config => sequenceClassifier(config as TConfig ?? Throw.WrongConfigClass<TConfig>(typeof(TClassifier).Name, config)));
}
