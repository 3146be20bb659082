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
        "Replace" => new ReplaceNormalizer(PatternReader.Read(part["pattern"]), part["content"].String()),
        "Prepend" => new PrependNormalizer(part["prepend"].String()),
        "Nmt" => new NmtNormalizer(),
        "ByteLevel" => new ByteLevelNormalizer(),
        "Precompiled" => Precompiled(part["precompiled_charsmap"]),
        "Sequence" => new NormalizerSequence([.. part["normalizers"].Items().Select(Normalizer)]),
        string type => Unsupported<INormalizer>(part, "normalizer", type,
            "BertNormalizer, Lowercase, NFC, NFD, NFKC, NFKD, StripAccents, Strip, Replace, Prepend, Nmt, ByteLevel, Precompiled and Sequence"),
    };

    public static IPreTokenizer PreTokenizer(JsonPart part) => part["type"].String() switch
    {
        "BertPreTokenizer" => new BertPreTokenizer(),
        "Whitespace" => new WhitespacePreTokenizer(),
        "WhitespaceSplit" => new WhitespaceSplitPreTokenizer(),
        "Punctuation" => new PunctuationPreTokenizer(part.Find("behavior")?.Enum<SplitBehavior>() ?? SplitBehavior.Isolated),
        "ByteLevel" => new ByteLevelPreTokenizer(part["add_prefix_space"].Bool(), part["trim_offsets"].Bool(), UseRegex(part)),
        "Metaspace" => new MetaspacePreTokenizer(part["replacement"].Character(), Prepend(part), part.Find("split")?.Bool() ?? true),
        "Digits" => new DigitsPreTokenizer(part["individual_digits"].Bool()),
        "Split" => new SplitPreTokenizer(
            PatternReader.Read(part["pattern"]), part["behavior"].Enum<SplitBehavior>(), part["invert"].Bool()),
        "CharDelimiterSplit" => new CharDelimiterSplitPreTokenizer(part["delimiter"].Character()),
        "UnicodeScripts" => new UnicodeScriptsPreTokenizer(),
        "FixedLength" => new FixedLengthPreTokenizer(part.Find("length")?.Count(1) ?? 5),
        "Sequence" => new PreTokenizerSequence([.. part["pretokenizers"].Items().Select(PreTokenizer)]),
        string type => Unsupported<IPreTokenizer>(part, "pre_tokenizer", type,
            "BertPreTokenizer, Whitespace, WhitespaceSplit, Punctuation, ByteLevel, Metaspace, Digits, Split, CharDelimiterSplit, " +
            "UnicodeScripts, FixedLength and Sequence"),
    };

    public static PostProcessor PostProcessor(JsonPart part) => part["type"].String() switch
    {
        "TemplateProcessing" => TemplateReader.Read(part),
        "BertProcessing" => BertProcessing(part),
        "RobertaProcessing" => Tokenizers.PostProcessor.Roberta(
            Special(part["cls"]), Special(part["sep"]), part["trim_offsets"].Bool(), part["add_prefix_space"].Bool()),
        "ByteLevel" => Tokenizers.PostProcessor.ByteLevel(part["add_prefix_space"].Bool(), part["trim_offsets"].Bool(), UseRegex(part)),
        "Sequence" => PostProcessors(part["processors"]),
        string type => Unsupported<PostProcessor>(part, "post_processor", type,
            "TemplateProcessing, BertProcessing, RobertaProcessing, ByteLevel and Sequence"),
    };

    public static IDecoder Decoder(JsonPart part) => part["type"].String() switch
    {
        "WordPiece" => new WordPieceDecoder(part["prefix"].String(), part["cleanup"].Bool()),
        "ByteLevel" => new ByteLevelDecoder(part["add_prefix_space"].Bool(), part["trim_offsets"].Bool(), UseRegex(part)),
        "Replace" => new ReplaceDecoder(PatternReader.Read(part["pattern"]), part["content"].String()),
        "ByteFallback" => new ByteFallbackDecoder(),
        "Fuse" => new FuseDecoder(),
        "Strip" => new StripDecoder(part["content"].Character(), part["start"].Count(), part["stop"].Count()),
        "Metaspace" => new MetaspaceDecoder(part["replacement"].Character(), Prepend(part), part.Find("split")?.Bool() ?? true),
        "BPEDecoder" => new BpeDecoder(part["suffix"].String()),
        "CTC" => new CtcDecoder(part["pad_token"].String(), part["word_delimiter_token"].String(), part["cleanup"].Bool()),
        "Sequence" => new DecoderSequence([.. part["decoders"].Items().Select(Decoder)]),
        string type => Unsupported<IDecoder>(part, "decoder", type,
            "WordPiece, ByteLevel, Replace, ByteFallback, Fuse, Strip, Metaspace, BPEDecoder, CTC and Sequence"),
    };

    public static AddedToken AddedToken(JsonPart part) => new(part["content"].String())
    {
        SingleWord = part.Find("single_word")?.Bool() ?? false,
        Lstrip = part.Find("lstrip")?.Bool() ?? false,
        Rstrip = part.Find("rstrip")?.Bool() ?? false,
        Special = part.Find("special")?.Bool() ?? false,
        Normalized = part.Find("normalized")?.Bool() ?? !(part.Find("special")?.Bool() ?? false),
    };

    public static T Unsupported<T>(JsonPart part, string stage, string type, string supported) => throw new TokenizerException(
        $"{part.File}: the {stage} \"{type}\" at {part.Path} is not supported; supported are {supported}. Download or copy the file again.");

    /// <summary>The first character map among the normalizers of a file.</summary>
    public static PrecompiledNormalizer? FindPrecompiled(JsonPart file)
    {
        if (file.Find("normalizer") is not JsonPart normalizer)
            return null;
        IEnumerable<JsonPart> parts = normalizer["type"].String() == "Sequence" ? normalizer["normalizers"].Items() : [normalizer];
        foreach (JsonPart part in parts)
        {
            if (part["type"].String() == "Precompiled")
                return Precompiled(part["precompiled_charsmap"]);
        }

        return null;
    }

    private static PrecompiledNormalizer Precompiled(JsonPart part)
    {
        byte[] bytes = new byte[part.String().Length];
        CharacterMap? map = Convert.TryFromBase64String(part.String(), bytes, out int length) ? CharacterMap.Read(bytes.AsSpan(0, length)) : null;
        return new(map ?? part.Wrong<CharacterMap>("a character map in base64"), part.String());
    }

    private static bool UseRegex(JsonPart part) => part.Find("use_regex")?.Bool() ?? true;

    /// <summary>Where a space is put before a text; older files said only whether.</summary>
    private static PrependScheme Prepend(JsonPart part)
    {
        PrependScheme scheme = part.Find("prepend_scheme") is not JsonPart given ? PrependScheme.Always : given.String() switch
        {
            "first" => PrependScheme.First,
            "never" => PrependScheme.Never,
            "always" => PrependScheme.Always,
            _ => given.Wrong<PrependScheme>("first, never or always"),
        };
        if (part.Find("add_prefix_space") is JsonPart add && !add.Bool() && scheme != PrependScheme.Never)
            add.Wrong<int>("true, or a prepend_scheme of never beside it");
        return scheme;
    }

    private static PostProcessor BertProcessing(JsonPart part)
    {
        (SpecialToken sep, SpecialToken cls) = (Special(part["sep"]), Special(part["cls"]));
        return Tokenizers.PostProcessor.Bert(cls.Id, cls.Ids[0], sep.Id, sep.Ids[0]);
    }

    private static SpecialToken Special(JsonPart part)
    {
        JsonPart[] pair = [.. part.Items()];
        return pair.Length == 2
            ? Tokenizers.PostProcessor.One(pair[0].String(), pair[1].Count())
            : part.Wrong<SpecialToken>("a token and its id");
    }

    private static PostProcessor PostProcessors(JsonPart part)
    {
        PostProcessor[] parts = [.. part.Items().Select(PostProcessor)];
        if (parts.Count(one => one.IsTemplate) > 1)
            part.Wrong<int>("at most one post-processor that adds special tokens");
        return Tokenizers.PostProcessor.Sequence(parts);
    }
}
