namespace FineTune.Tokenizers;

/// <summary>Makes the components that tokenizer.json describes.</summary>
internal static class ComponentReader
{
    public static INormalizer Normalizer(JsonPart part) => part["type"].String() switch
    {
        "BertNormalizer" => new BertNormalizer(
            part["clean_text"].Bool(),
            part["handle_chinese_chars"].Bool(),
            part.Find("strip_accents")?.Bool(),
            part["lowercase"].Bool()),
        "Lowercase" => new LowercaseNormalizer(),
        "NFC" => new UnicodeForm(compatible: false, compose: true),
        "NFD" => new UnicodeForm(compatible: false, compose: false),
        "NFKC" => new UnicodeForm(compatible: true, compose: true),
        "NFKD" => new UnicodeForm(compatible: true, compose: false),
        "StripAccents" => new StripAccentsNormalizer(),
        "Strip" => new StripNormalizer(part["strip_left"].Bool(), part["strip_right"].Bool()),
        "Replace" when part["pattern"].Find("String") is JsonPart text => new ReplaceNormalizer(text.String(), part["content"].String()),
        "Replace" => Unsupported<INormalizer>(part["pattern"], "normalizer", "Replace by a regular expression", "Replace by a String"),
        "Sequence" => new NormalizerSequence([.. part["normalizers"].Items().Select(Normalizer)]),
        string type => Unsupported<INormalizer>(part, "normalizer", type,
            "BertNormalizer, Lowercase, NFC, NFD, NFKC, NFKD, StripAccents, Strip, Replace and Sequence"),
    };

    public static IPreTokenizer PreTokenizer(JsonPart part) => part["type"].String() switch
    {
        "BertPreTokenizer" => new BertPreTokenizer(),
        "Whitespace" => new WhitespacePreTokenizer(),
        "WhitespaceSplit" => new WhitespaceSplitPreTokenizer(),
        "Punctuation" => new PunctuationPreTokenizer(part.Find("behavior")?.Enum<SplitBehavior>() ?? SplitBehavior.Isolated),
        "Sequence" => new PreTokenizerSequence([.. part["pretokenizers"].Items().Select(PreTokenizer)]),
        string type => Unsupported<IPreTokenizer>(part, "pre_tokenizer", type,
            "BertPreTokenizer, Whitespace, WhitespaceSplit, Punctuation and Sequence"),
    };

    public static PostProcessor PostProcessor(JsonPart part) => part["type"].String() switch
    {
        "TemplateProcessing" => TemplateReader.Read(part),
        "BertProcessing" => BertProcessing(part),
        string type => Unsupported<PostProcessor>(part, "post_processor", type, "TemplateProcessing and BertProcessing"),
    };

    public static WordPieceDecoder Decoder(JsonPart part) => part["type"].String() switch
    {
        "WordPiece" => new WordPieceDecoder(part["prefix"].String(), part["cleanup"].Bool()),
        string type => Unsupported<WordPieceDecoder>(part, "decoder", type, "WordPiece"),
    };

    public static WordPiece Model(JsonPart part) => new(
        Vocabulary(part),
        part.Find("unk_token")?.String() ?? "[UNK]",
        part.Find("continuing_subword_prefix")?.String() ?? "##",
        part.Find("max_input_chars_per_word")?.Int() ?? 100);

    /// <summary>The vocabulary of a WordPiece model; other models are refused.</summary>
    public static Dictionary<string, int> Vocabulary(JsonPart model)
    {
        string type = model.Find("type")?.String() ?? GuessModel(model);
        if (type != "WordPiece")
            Unsupported<int>(model, "model", type, "WordPiece");
        Dictionary<string, int> vocabulary = new(StringComparer.Ordinal);
        foreach ((string token, JsonPart id) in model["vocab"].Properties())
            vocabulary[token] = id.Int();
        return vocabulary;
    }

    public static AddedToken AddedToken(JsonPart part) => new(part["content"].String())
    {
        SingleWord = part.Find("single_word")?.Bool() ?? false,
        Lstrip = part.Find("lstrip")?.Bool() ?? false,
        Rstrip = part.Find("rstrip")?.Bool() ?? false,
        Special = part.Find("special")?.Bool() ?? false,
        Normalized = part.Find("normalized")?.Bool() ?? !(part.Find("special")?.Bool() ?? false),
    };

    /// <summary>Older files leave the model's type out.</summary>
    private static string GuessModel(JsonPart model) =>
        model.Find("merges") is not null ? "BPE"
        : model["vocab"].Value.ValueKind == System.Text.Json.JsonValueKind.Array ? "Unigram"
        : model.Find("continuing_subword_prefix") is not null ? "WordPiece"
        : "WordLevel";

    private static PostProcessor BertProcessing(JsonPart part)
    {
        JsonPart[] sep = [.. part["sep"].Items()], cls = [.. part["cls"].Items()];
        if (sep.Length != 2)
            part["sep"].Wrong<int>("a token and its id");
        if (cls.Length != 2)
            part["cls"].Wrong<int>("a token and its id");
        return Tokenizers.PostProcessor.Bert(cls[0].String(), cls[1].Int(), sep[0].String(), sep[1].Int());
    }

    private static T Unsupported<T>(JsonPart part, string stage, string type, string supported) => throw new TokenizerException(
        $"{part.File}: the {stage} {type} is not supported; supported are {supported}. " +
        "Use a model of the BERT family, whose tokenizer is a WordPiece.");
}
