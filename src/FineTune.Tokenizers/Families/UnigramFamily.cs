using System.Text;
using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>What the classes of SentencePiece vocabularies share: a unigram model, and spaces as <c>U+2581</c>.</summary>
internal abstract class UnigramFamily : ITokenizerFamily
{
    protected static readonly Rune Space = new(0x2581);

    /// <summary>Gets the names and contents of the special tokens.</summary>
    protected abstract (string Name, string Token)[] Tokens { get; }

    /// <inheritdoc/>
    public virtual void SetDefaults(TokenizerSettings settings)
    {
        foreach ((string name, string token) in Tokens)
            settings.SetDefault(name, token);
        settings["add_prefix_space"] = settings.Bool("add_prefix_space") ?? true;
    }

    /// <inheritdoc/>
    public virtual TokenizerBackend Build(TokenizerSource source, TokenizerSettings settings)
    {
        UnigramVocabulary vocabulary = source.Scores();
        if (vocabulary.IsSentencePiece)
        {
            vocabulary = vocabulary with { Tokens = Convert(vocabulary.Tokens, settings) };
            settings.SetDefault("unk_id", vocabulary.UnknownId);
            if (vocabulary.ExtraTokens.Count > 0)
                settings.SetDefault("extra_special_tokens", vocabulary.ExtraTokens);
        }

        bool addPrefixSpace = settings.Bool("add_prefix_space") ?? true;
        PrependScheme scheme = addPrefixSpace ? PrependScheme.Always : SchemeWithoutPrefix;
        int unknownId = UnknownId(vocabulary, settings);
        if (unknownId >= vocabulary.Tokens.Length)
            throw Throw.NoUnknownPiece(source.File, vocabulary.Tokens.Length, unknownId);
        return new(
            Normalizer(vocabulary, settings),
            PreTokenizer(new MetaspacePreTokenizer(Space, scheme, split: true), settings),
            new Unigram(vocabulary.Tokens, unknownId, byteFallback: false),
            postProcessor: null,
            new MetaspaceDecoder(Space, scheme, split: true));
    }

    /// <inheritdoc/>
    public abstract PostProcessor? PostProcessor(SpecialTokenIds ids);

    /// <summary>Gets where a space is put before a text when it is not put before all.</summary>
    protected virtual PrependScheme SchemeWithoutPrefix => PrependScheme.Never;

    /// <summary>The vocabulary of a SentencePiece model as the class numbers it.</summary>
    protected virtual (string Token, double Score)[] Convert((string Token, double Score)[] pieces, TokenizerSettings settings) => pieces;

    /// <summary>The number of the unknown token.</summary>
    protected abstract int UnknownId(UnigramVocabulary vocabulary, TokenizerSettings settings);

    protected virtual INormalizer? Normalizer(UnigramVocabulary vocabulary, TokenizerSettings settings) => vocabulary.Precompiled;

    protected virtual IPreTokenizer PreTokenizer(MetaspacePreTokenizer metaspace, TokenizerSettings settings) =>
        new PreTokenizerSequence([new WhitespaceSplitPreTokenizer(), metaspace]);

    protected static string Token(TokenizerSettings settings, string name) => TokenizerSettings.Token(settings[name])?.Content ?? "";
}
