namespace FineTune.Tokenizers;

/// <summary>What RobertaTokenizer, DebertaTokenizer and GPT2Tokenizer share: byte-level byte pair encoding.</summary>
internal abstract class ByteLevelFamily : ITokenizerFamily
{
    /// <summary>Gets the names and contents of the special tokens.</summary>
    protected abstract (string Name, string Token)[] Tokens { get; }

    /// <inheritdoc/>
    public virtual void SetDefaults(TokenizerSettings settings)
    {
        foreach ((string name, string token) in Tokens)
            settings.SetDefault(name, token);
        settings.SetDefault("errors", "replace");
        settings["add_prefix_space"] = settings.Bool("add_prefix_space") ?? false;
    }

    /// <inheritdoc/>
    public virtual TokenizerBackend Build(TokenizerSource source, TokenizerSettings settings)
    {
        bool addPrefixSpace = settings.Bool("add_prefix_space") ?? false;
        (Vocabulary vocabulary, BpeMerges merges) = source.BytePairs();
        return new(
            normalizer: null,
            new ByteLevelPreTokenizer(addPrefixSpace, trimOffsets: true, useRegex: true),
            new Bpe(vocabulary, merges, new BpeOptions { ContinuingSubwordPrefix = "", EndOfWordSuffix = "" }),
            postProcessor: null,
            new ByteLevelDecoder(addPrefixSpace: true, trimOffsets: true, useRegex: true));
    }

    /// <inheritdoc/>
    public abstract PostProcessor? PostProcessor(SpecialTokenIds ids);
}
