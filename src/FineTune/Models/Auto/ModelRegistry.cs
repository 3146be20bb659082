namespace FineTune;

/// <summary>The architectures there are: a new one is a folder and a line here.</summary>
internal static class ModelRegistry
{
    private static readonly ModelFamily[] Families =
    [
        BertModel.Family,
        DistilBertModel.Family,
        RobertaModel.Family,
        XLMRobertaModel.Family,
        CamembertModel.Family,
        ElectraModel.Family,
        AlbertModel.Family,
        MPNetModel.Family,
        ModernBertModel.Family,
        DebertaModel.Family,
        DebertaV2Model.Family,
    ];

    public static IReadOnlyList<SupportedModel> Models { get; } = [.. Families.Select(family => family.Classes).OrderBy(model => model.ModelType, StringComparer.Ordinal)];

    public static IReadOnlyCollection<string> ModelTypes { get; } = [.. Models.Select(model => model.ModelType)];

    public static ModelFamily? Find(string modelType) => Array.Find(Families, family => family.ModelType == modelType);

    /// <summary>Gets the name of the architecture that what <c>config.json</c> holds reads like, or null.</summary>
    public static string? Nearest(IReadOnlyDictionary<string, object?> values) => NearestFamily.Of(Families, values);

    public static ModelFamily Of(PretrainedConfig config) => Find(config.ModelType) ?? Throw.NoFamily(config.ModelType);

    /// <summary>Makes the model without a head of one class, its weights not set yet.</summary>
    public static TModel BaseModel<TModel>(PretrainedConfig config)
        where TModel : PreTrainedModel => Of(config).BaseModel(config) as TModel ?? Throw.WrongConfigClass<TModel>(typeof(TModel).Name, config);

    /// <summary>Makes the classifier of whole texts of one class, its weights not set yet.</summary>
    public static TModel SequenceClassifier<TModel>(PretrainedConfig config)
        where TModel : PreTrainedModel => Of(config).SequenceClassifier(config) as TModel ?? Throw.WrongConfigClass<TModel>(typeof(TModel).Name, config);
}
