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
    Func<PretrainedConfig, PreTrainedModel> SequenceClassifier);
