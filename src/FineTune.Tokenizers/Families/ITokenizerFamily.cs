namespace FineTune.Tokenizers;

/// <summary>
/// What a tokenizer class of the reference makes of a vocabulary. Of tokenizer.json it takes the vocabulary and what is stored about
/// truncation and padding; the components are its own, set by tokenizer_config.json.
/// </summary>
internal interface ITokenizerFamily
{
    /// <summary>Fills in the settings and special tokens the files leave out.</summary>
    void SetDefaults(TokenizerSettings settings);

    /// <summary>Builds the components around the vocabulary.</summary>
    TokenizerBackend Build(TokenizerSource source, TokenizerSettings settings);

    /// <summary>The post-processor, once special tokens have ids; null: the one built stays.</summary>
    PostProcessor? PostProcessor(SpecialTokenIds ids);
}
