namespace FineTune.Tokenizers;

/// <summary>A SentencePiece model of no known class: its own normalizer, spaces replaced, no special tokens around texts.</summary>
internal sealed class SentencePieceFamily : ITokenizerFamily
{
    private const string Space = "\u2581";

    /// <inheritdoc/>
    public void SetDefaults(TokenizerSettings settings)
    {
    }

    /// <inheritdoc/>
    public TokenizerBackend Build(TokenizerSource source, TokenizerSettings settings)
    {
        UnigramVocabulary vocabulary = source.Scores();
        if (vocabulary.ExtraTokens.Count > 0)
            settings.SetDefault("extra_special_tokens", vocabulary.ExtraTokens);
        foreach ((string name, string token) in vocabulary.Named)
            settings.SetDefault(name, token);
        ReplaceNormalizer spaces = new(new TextPattern(" "), Space);
        ReplaceDecoder back = new(new TextPattern(Space), " ");
        return new(
            new NormalizerSequence(vocabulary.Precompiled is PrecompiledNormalizer precompiled ? [precompiled, spaces] : [spaces]),
            preTokenizer: null,
            new Unigram(vocabulary.Tokens, vocabulary.UnknownId, vocabulary.ByteFallback),
            postProcessor: null,
            new DecoderSequence(vocabulary.ByteFallback ? [back, new ByteFallbackDecoder(), new FuseDecoder()] : [back]));
    }

    /// <inheritdoc/>
    public PostProcessor? PostProcessor(SpecialTokenIds ids) => null;
}
