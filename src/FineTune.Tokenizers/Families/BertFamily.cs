namespace FineTune.Tokenizers;

/// <summary>BertTokenizer and its kin: <c>[CLS] A [SEP] B [SEP]</c>, types 0 and 1.</summary>
internal sealed class BertFamily : ITokenizerFamily
{
    /// <inheritdoc/>
    public void SetDefaults(TokenizerSettings settings)
    {
        foreach (string name in (string[])["unk", "sep", "pad", "cls", "mask"])
            settings.SetDefault($"{name}_token", $"[{name.ToUpperInvariant()}]");
        SetCaseDefaults(settings);
    }

    /// <inheritdoc/>
    public TokenizerBackend Build(TokenizerSource source, TokenizerSettings settings) => BuildWordPiece(source, settings);

    /// <inheritdoc/>
    public PostProcessor PostProcessor(SpecialTokenIds ids)
    {
        (SpecialToken cls, SpecialToken sep) = (ids["cls_token", 2], ids["sep_token", 3]);
        return Tokenizers.PostProcessor.BertTemplate(cls.Id, cls.Ids[0], sep.Id, sep.Ids[0]);
    }

    public static void SetCaseDefaults(TokenizerSettings settings)
    {
        settings["do_lower_case"] = settings.Bool("do_lower_case") ?? true;
        settings["tokenize_chinese_chars"] = settings.Bool("tokenize_chinese_chars") ?? true;
        settings["strip_accents"] = settings.Bool("strip_accents");
    }

    public static TokenizerBackend BuildWordPiece(TokenizerSource source, TokenizerSettings settings) => new(
        new BertNormalizer(
            CleanText: true,
            settings.Bool("tokenize_chinese_chars") ?? true,
            settings.Bool("strip_accents"),
            settings.Bool("do_lower_case") ?? true),
        new BertPreTokenizer(),
        new WordPiece(source.WordPieces(), TokenizerSettings.Token(settings["unk_token"])?.Content ?? "[UNK]", "##", 100),
        postProcessor: null,
        new WordPieceDecoder("##", cleanUp: true));
}
