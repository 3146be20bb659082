namespace FineTune.Tokenizers;

/// <summary>
/// Builds the tokenizers of the class BertTokenizer and its kin: of tokenizer.json they take the vocabulary and what is stored about
/// truncation and padding; the components are their own, set by tokenizer_config.json.
/// </summary>
internal static class BertBuilder
{
    public static TokenizerBackend Build(TokenizerFolder folder, JsonPart? tokenizerFile, TokenizerSettings settings)
    {
        SetDefaults(settings);
        Dictionary<string, int> vocabulary = tokenizerFile is JsonPart file
            ? ModelReader.Vocabulary(file["model"], "WordPiece")
            : VocabularyFile.Read(folder.VocabularyFile!);
        string unknown = TokenizerSettings.Token(settings["unk_token"])?.Content ?? "[UNK]";
        TokenizerBackend backend = new(
            new BertNormalizer(
                CleanText: true,
                settings.Bool("tokenize_chinese_chars") ?? true,
                settings.Bool("strip_accents"),
                settings.Bool("do_lower_case") ?? true),
            new BertPreTokenizer(),
            new WordPiece(vocabulary, unknown, "##", 100),
            postProcessor: null,
            new WordPieceDecoder("##", cleanUp: true));
        if (tokenizerFile is JsonPart stored)
            backend.ReadSettings(stored);
        return backend;
    }

    /// <summary>The template around a text; needs the special tokens' ids.</summary>
    public static PostProcessor Template(TokenizerFolder folder, TokenizerBackend backend, TokenizerSettings settings)
    {
        (string cls, int clsId) = SpecialToken("cls_token", 2);
        (string sep, int sepId) = SpecialToken("sep_token", 3);
        return PostProcessor.BertTemplate(cls, clsId, sep, sepId);

        (string Token, int Id) SpecialToken(string name, int otherwise) =>
            settings.SpecialTokens.TryGetValue(name, out AddedToken? token)
                ? (token.Content, backend.Added.TokenToId(token.Content) ?? otherwise)
                : throw Throw.NoSpecialToken(folder.PathOf("tokenizer_config.json"), name);
    }

    private static void SetDefaults(TokenizerSettings settings)
    {
        foreach (string name in (string[])["unk", "sep", "pad", "cls", "mask"])
            settings.SetDefault($"{name}_token", $"[{name.ToUpperInvariant()}]");
        settings["do_lower_case"] = settings.Bool("do_lower_case") ?? true;
        settings["tokenize_chinese_chars"] = settings.Bool("tokenize_chinese_chars") ?? true;
        settings["strip_accents"] = settings.Bool("strip_accents");
    }
}
