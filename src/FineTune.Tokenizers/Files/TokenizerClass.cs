namespace FineTune.Tokenizers;

/// <summary>The reference's tokenizer classes that are known here, and which of them a folder asks for.</summary>
internal sealed record TokenizerClass(string Name, bool IsBert, bool HasTypeIds)
{
    /// <summary>Whatever tokenizer.json says, with no defaults of its own.</summary>
    public static readonly TokenizerClass Generic = new("TokenizersBackend", IsBert: false, HasTypeIds: false);

    public static readonly TokenizerClass Bert = new("BertTokenizer", IsBert: true, HasTypeIds: true);

    private static readonly Dictionary<string, TokenizerClass> ByName = new TokenizerClass[]
    {
        Bert,
        new("DistilBertTokenizer", IsBert: true, HasTypeIds: false),
        new("ConvBertTokenizer", IsBert: true, HasTypeIds: true),
        new("DPRContextEncoderTokenizer", IsBert: true, HasTypeIds: true),
        new("DPRQuestionEncoderTokenizer", IsBert: true, HasTypeIds: true),
        new("DPRReaderTokenizer", IsBert: true, HasTypeIds: false),
    }.ToDictionary(known => known.Name);

    private static readonly HashSet<string> OtherNamesOfBert =
        ["ElectraTokenizer", "MobileBertTokenizer", "SqueezeBertTokenizer", "LxmertTokenizer", "LayoutLMTokenizer"];

    private static readonly HashSet<string> BertModels =
    [
        "align", "bark", "bert", "blip", "bros", "chinese_clip", "convbert", "distilbert", "electra", "ernie", "flava", "git",
        "grounding-dino", "layoutlm", "lxmert", "megatron-bert", "mm-grounding-dino", "mobilebert", "nezha", "nomic_bert", "qdqbert",
        "realm", "retribert", "squeezebert", "tvp", "vilt", "visual_bert",
    ];

    private static readonly HashSet<string> GenericModels =
        ["modernbert", "modernbert-decoder", "nystromformer", "bigbird_pegasus", "xlm-roberta-xl", "umt5"];

    public IReadOnlyList<string> ModelInputNames =>
        HasTypeIds ? ["input_ids", "token_type_ids", "attention_mask"] : ["input_ids", "attention_mask"];

    /// <summary>The class that tokenizer_config.json (or config.json) names, otherwise the one of the model's type.</summary>
    public static TokenizerClass Resolve(string? className, string? modelType)
    {
        if (modelType is not null && GenericModels.Contains(modelType))
            return Generic;
        if (className is not null)
            return Find(className);
        return modelType switch
        {
            null => Generic,
            "dpr" => Find("DPRQuestionEncoderTokenizer"),
            _ => BertModels.Contains(modelType) ? Bert : Generic,
        };
    }

    private static TokenizerClass Find(string name)
    {
        name = name.EndsWith("Fast", StringComparison.Ordinal) ? name[..^4] : name;
        return ByName.TryGetValue(name, out TokenizerClass? found) ? found : OtherNamesOfBert.Contains(name) ? Bert : Generic;
    }
}
