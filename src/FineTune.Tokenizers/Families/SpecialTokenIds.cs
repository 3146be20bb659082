namespace FineTune.Tokenizers;

/// <summary>The named special tokens of a tokenizer and their ids.</summary>
internal sealed class SpecialTokenIds(TokenizerBackend backend, TokenizerSettings settings, string file)
{
    /// <summary>A special token, which must be set, for a template.</summary>
    /// <param name="name">Its name: <c>cls_token</c>, ...</param>
    /// <param name="otherwise">Its id when the vocabulary has not got it.</param>
    public SpecialToken this[string name, int otherwise = 0] => settings.SpecialTokens.TryGetValue(name, out AddedToken? token)
        ? Tokenizers.PostProcessor.One(token.Content, backend.Added.TokenToId(token.Content) ?? otherwise)
        : throw Throw.NoSpecialToken(file, name);
}
