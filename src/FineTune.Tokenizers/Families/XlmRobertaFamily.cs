namespace FineTune.Tokenizers;

/// <summary>
/// XLMRobertaTokenizer: <c>&lt;s&gt; A &lt;/s&gt; &lt;/s&gt; B &lt;/s&gt;</c>. Of a SentencePiece model the first three pieces give way to
/// four of fairseq's, and the mask comes last.
/// </summary>
internal sealed class XlmRobertaFamily : UnigramFamily
{
    /// <inheritdoc/>
    protected override (string Name, string Token)[] Tokens =>
    [
        ("bos_token", "<s>"), ("eos_token", "</s>"), ("sep_token", "</s>"), ("cls_token", "<s>"), ("unk_token", "<unk>"), ("pad_token", "<pad>"),
        ("mask_token", "<mask>"),
    ];

    /// <inheritdoc/>
    public override PostProcessor PostProcessor(SpecialTokenIds ids) =>
        Tokenizers.PostProcessor.DoubleSeparator(ids["bos_token"], ids["eos_token"]);

    /// <inheritdoc/>
    protected override (string Token, double Score)[] Convert((string Token, double Score)[] pieces, TokenizerSettings settings) =>
    [
        (Token(settings, "bos_token"), 0), (Token(settings, "pad_token"), 0), (Token(settings, "eos_token"), 0), (Token(settings, "unk_token"), 0),
        .. pieces.Skip(3), (Token(settings, "mask_token"), 0),
    ];

    /// <inheritdoc/>
    protected override int UnknownId(UnigramVocabulary vocabulary, TokenizerSettings settings) => 3;
}
