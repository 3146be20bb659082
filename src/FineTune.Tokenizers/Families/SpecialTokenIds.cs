namespace FineTune.Tokenizers;

/// <summary>The named special tokens of a tokenizer, their ids, and what else a post-processor is made of.</summary>
internal sealed class SpecialTokenIds(TokenizerSource source, TokenizerBackend backend, TokenizerSettings settings, string file)
{
    /// <summary>Gets the settings, with their defaults.</summary>
    public TokenizerSettings Settings => settings;

    /// <summary>Gets the post-processor of tokenizer.json, or null.</summary>
    public PostProcessor? Stored => source.StoredPostProcessor();

    /// <summary>A special token, which must be set, for a template.</summary>
    /// <param name="name">Its name: <c>cls_token</c>, ...</param>
    /// <param name="otherwise">Its id when the vocabulary has not got it.</param>
    public SpecialToken this[string name, int otherwise = 0] => settings.SpecialTokens.TryGetValue(name, out AddedToken? token)
        ? Tokenizers.PostProcessor.One(token.Content, backend.Added.TokenToId(token.Content) ?? otherwise)
        : throw Throw.NoSpecialToken(file, name);
}
