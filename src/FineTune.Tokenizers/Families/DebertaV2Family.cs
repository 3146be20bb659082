namespace FineTune.Tokenizers;

/// <summary>DebertaV2Tokenizer (also DeBERTa v3): <c>[CLS] A [SEP] B [SEP]</c>, types 0 and 1.</summary>
internal sealed class DebertaV2Family : UnigramFamily
{
    /// <inheritdoc/>
    protected override (string Name, string Token)[] Tokens =>
    [
        ("bos_token", "[CLS]"), ("eos_token", "[SEP]"), ("unk_token", "[UNK]"), ("sep_token", "[SEP]"), ("pad_token", "[PAD]"), ("cls_token", "[CLS]"),
        ("mask_token", "[MASK]"),
    ];

    /// <inheritdoc/>
    protected override PrependScheme SchemeWithoutPrefix => PrependScheme.First;

    /// <inheritdoc/>
    public override void SetDefaults(TokenizerSettings settings)
    {
        base.SetDefaults(settings);
        settings["do_lower_case"] = settings.Bool("do_lower_case") ?? false;
        settings["split_by_punct"] = settings.Bool("split_by_punct") ?? false;
    }

    /// <inheritdoc/>
    public override PostProcessor PostProcessor(SpecialTokenIds ids)
    {
        (SpecialToken cls, SpecialToken sep) = (ids["cls_token"], ids["sep_token"]);
        return Tokenizers.PostProcessor.BertTemplate(cls.Id, cls.Ids[0], sep.Id, sep.Ids[0]);
    }

    /// <inheritdoc/>
    protected override int UnknownId(UnigramVocabulary vocabulary, TokenizerSettings settings)
    {
        int found = Array.IndexOf(vocabulary.Tokens, (Token(settings, "unk_token"), 0.0));
        int id = found >= 0 ? found : settings.Int("unk_id") ?? vocabulary.UnknownId ?? 1;
        settings["unk_id"] = id;
        return id;
    }

    /// <inheritdoc/>
    protected override INormalizer Normalizer(UnigramVocabulary vocabulary, TokenizerSettings settings)
    {
        List<INormalizer> normalizers =
        [
            new ReplaceNormalizer(new RegexPattern(@"\s{2,}|[\n\r\t]"), " "),
            new UnicodeForm(compatible: false, compose: true),
            new StripNormalizer(left: false, right: true),
        ];
        if (settings.Bool("do_lower_case") == true)
            normalizers.Insert(0, new LowercaseNormalizer());
        return new NormalizerSequence(normalizers);
    }

    /// <inheritdoc/>
    protected override IPreTokenizer PreTokenizer(MetaspacePreTokenizer metaspace, TokenizerSettings settings) =>
        new PreTokenizerSequence(settings.Bool("split_by_punct") == true
            ? [new PunctuationPreTokenizer(SplitBehavior.Isolated), metaspace]
            : [metaspace]);
}
