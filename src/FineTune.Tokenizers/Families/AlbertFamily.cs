namespace FineTune.Tokenizers;

/// <summary>AlbertTokenizer: <c>[CLS] A [SEP] B [SEP]</c>, types 0 and 1; lower-cased, without accents.</summary>
internal sealed class AlbertFamily : UnigramFamily
{
    /// <inheritdoc/>
    protected override (string Name, string Token)[] Tokens =>
    [
        ("bos_token", "[CLS]"), ("eos_token", "[SEP]"), ("unk_token", "<unk>"), ("sep_token", "[SEP]"), ("pad_token", "<pad>"), ("cls_token", "[CLS]"),
        ("mask_token", "[MASK]"),
    ];

    /// <inheritdoc/>
    public override void SetDefaults(TokenizerSettings settings)
    {
        base.SetDefaults(settings);
        settings["do_lower_case"] = settings.Bool("do_lower_case") ?? true;
        settings["keep_accents"] = settings.Bool("keep_accents") ?? false;
        settings["trim_offsets"] = settings.Bool("trim_offsets") ?? true;
    }

    /// <inheritdoc/>
    public override PostProcessor PostProcessor(SpecialTokenIds ids) =>
        ids.Stored ?? Tokenizers.PostProcessor.BertTemplate("[CLS]", ids["cls_token"].Ids[0], "[SEP]", ids["sep_token"].Ids[0]);

    /// <inheritdoc/>
    protected override int UnknownId(UnigramVocabulary vocabulary, TokenizerSettings settings) => 1;

    /// <inheritdoc/>
    protected override INormalizer Normalizer(UnigramVocabulary vocabulary, TokenizerSettings settings)
    {
        List<INormalizer> normalizers =
            [new ReplaceNormalizer(new TextPattern("``"), "\""), new ReplaceNormalizer(new TextPattern("''"), "\"")];
        if (settings.Bool("keep_accents") != true)
            normalizers.AddRange([new UnicodeForm(compatible: true, compose: false), new StripAccentsNormalizer()]);
        if (settings.Bool("do_lower_case") != false)
            normalizers.Add(new LowercaseNormalizer());
        if (vocabulary.Precompiled is PrecompiledNormalizer precompiled)
            normalizers.Add(precompiled);
        return new NormalizerSequence(normalizers);
    }
}
