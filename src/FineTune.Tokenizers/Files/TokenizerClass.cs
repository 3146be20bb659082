namespace FineTune.Tokenizers;

/// <summary>The reference's tokenizer classes that are known here, and which of them a folder asks for.</summary>
internal sealed record TokenizerClass(string Name, ITokenizerFamily? Family, bool HasTypeIds = false)
{
    /// <summary>Whatever tokenizer.json says, with no defaults of its own.</summary>
    public static readonly TokenizerClass Generic = new("TokenizersBackend", null);

    /// <summary>A SentencePiece model of no known class.</summary>
    public static readonly TokenizerClass SentencePiece = Generic with { Family = new SentencePieceFamily() };

    public static readonly TokenizerClass Bert = new("BertTokenizer", new BertFamily(), HasTypeIds: true);

    public static readonly TokenizerClass Roberta = new("RobertaTokenizer", new RobertaFamily());

    public static readonly TokenizerClass Gpt2 = new("GPT2Tokenizer", new Gpt2Family());

    public static readonly TokenizerClass XlmRoberta = new("XLMRobertaTokenizer", new XlmRobertaFamily());

    public static readonly TokenizerClass Albert = new("AlbertTokenizer", new AlbertFamily());

    public static readonly TokenizerClass DebertaV2 = new("DebertaV2Tokenizer", new DebertaV2Family(), HasTypeIds: true);

    private static readonly Dictionary<string, TokenizerClass> ByName = new TokenizerClass[]
    {
        Bert,
        Bert with { Name = "DistilBertTokenizer", HasTypeIds = false },
        Bert with { Name = "ConvBertTokenizer" },
        Bert with { Name = "DPRContextEncoderTokenizer" },
        Bert with { Name = "DPRQuestionEncoderTokenizer" },
        Bert with { Name = "DPRReaderTokenizer", HasTypeIds = false },
        new("MPNetTokenizer", new MPNetFamily()),
        Roberta,
        Gpt2,
        new("DebertaTokenizer", new DebertaFamily(), HasTypeIds: true),
        XlmRoberta,
        new("CamembertTokenizer", new CamembertFamily()),
        Albert,
        DebertaV2,
    }.ToDictionary(known => known.Name);

    /// <summary>Names that the reference keeps for classes that are another now.</summary>
    private static readonly Dictionary<string, string> OtherNames = new(StringComparer.Ordinal)
    {
        ["ElectraTokenizer"] = "BertTokenizer",
        ["MobileBertTokenizer"] = "BertTokenizer",
        ["SqueezeBertTokenizer"] = "BertTokenizer",
        ["LxmertTokenizer"] = "BertTokenizer",
        ["LayoutLMTokenizer"] = "BertTokenizer",
        ["LongformerTokenizer"] = "RobertaTokenizer",
        ["BartTokenizer"] = "RobertaTokenizer",
    };

    private static readonly Dictionary<string, string> ByModel = new[]
    {
        ("BertTokenizer", "align bark bert blip bros chinese_clip convbert distilbert electra ernie flava git grounding-dino layoutlm lxmert " +
            "megatron-bert mm-grounding-dino mobilebert nezha nomic_bert qdqbert realm retribert squeezebert tvp vilt visual_bert"),
        ("DPRQuestionEncoderTokenizer", "dpr"),
        ("RobertaTokenizer", "bart bridgetower clap data2vec-text ibert lilt longformer mega mra roberta roberta-prelayernorm"),
        ("XLMRobertaTokenizer", "gte jina_embeddings_v3 xlm-roberta xmod"),
        ("CamembertTokenizer", "camembert"),
        ("AlbertTokenizer", "albert yoso"),
        ("MPNetTokenizer", "mpnet"),
        ("DebertaTokenizer", "deberta"),
        ("DebertaV2Tokenizer", "deberta-v2"),
        ("GPT2Tokenizer", "gpt2 gpt_neo gptj opt"),
    }.SelectMany(entry => entry.Item2.Split(' ').Select(model => (Model: model, Class: entry.Item1)))
        .ToDictionary(entry => entry.Model, entry => entry.Class);

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
        return modelType is not null && ByModel.TryGetValue(modelType, out string? known) ? Find(known) : Generic;
    }

    /// <summary>The class for a folder without tokenizer.json whose class is not known: the one that has a vocabulary of that name.</summary>
    public static TokenizerClass OfVocabulary(TokenizerFolder folder) => Path.GetFileName(folder.VocabularyFile) switch
    {
        "sentencepiece.bpe.model" => XlmRoberta,
        "spiece.model" => Albert,
        "spm.model" => DebertaV2,
        string name when name.EndsWith(".model", StringComparison.Ordinal) => SentencePiece,
        "vocab.json" => folder.VocabularyHas("</s>") ? Roberta : Gpt2,
        _ => Bert,
    };

    private static TokenizerClass Find(string name)
    {
        name = name.EndsWith("Fast", StringComparison.Ordinal) ? name[..^4] : name;
        return ByName.GetValueOrDefault(OtherNames.GetValueOrDefault(name, name)) ?? Generic;
    }
}
