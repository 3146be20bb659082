using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>
/// CamembertTokenizer: <c>&lt;s&gt; A &lt;/s&gt; &lt;/s&gt; B &lt;/s&gt;</c>. Of a SentencePiece model the first piece gives way to five of
/// fairseq's, three of which are not used, and the mask comes last.
/// </summary>
internal sealed class CamembertFamily : UnigramFamily
{
    private const string UnusedStart = "<s>NOTUSED", UnusedEnd = "</s>NOTUSED", UnusedUnknown = "<unk>NOTUSED";

    /// <inheritdoc/>
    protected override (string Name, string Token)[] Tokens =>
    [
        ("bos_token", "<s>"), ("eos_token", "</s>"), ("sep_token", "</s>"), ("cls_token", "<s>"), ("unk_token", "<unk>"), ("pad_token", "<pad>"),
        ("mask_token", "<mask>"),
    ];

    /// <inheritdoc/>
    public override void SetDefaults(TokenizerSettings settings)
    {
        base.SetDefaults(settings);
        if (settings.Text("mask_token") is string mask)
            settings["mask_token"] = new JsonObject { ["content"] = mask, ["lstrip"] = true, ["special"] = true };
    }

    /// <inheritdoc/>
    public override TokenizerBackend Build(TokenizerSource source, TokenizerSettings settings)
    {
        TokenizerBackend backend = base.Build(source, settings);
        settings.SetDefault("extra_special_tokens", new JsonArray(UnusedStart, UnusedEnd, UnusedUnknown));
        return backend;
    }

    /// <inheritdoc/>
    public override PostProcessor PostProcessor(SpecialTokenIds ids) =>
        Tokenizers.PostProcessor.DoubleSeparator(ids["bos_token"], ids["eos_token"]);

    /// <inheritdoc/>
    protected override (string Token, double Score)[] Convert((string Token, double Score)[] pieces, TokenizerSettings settings) =>
    [
        (UnusedStart, 0), (Token(settings, "pad_token"), 0), (UnusedEnd, 0), (Token(settings, "unk_token"), 0), (UnusedUnknown, -100),
        .. pieces.Skip(1), (Token(settings, "mask_token"), 0),
    ];

    /// <inheritdoc/>
    protected override int UnknownId(UnigramVocabulary vocabulary, TokenizerSettings settings) =>
        Math.Max(0, Array.FindIndex(vocabulary.Tokens, token => token.Token == Token(settings, "unk_token")));
}
