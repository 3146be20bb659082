namespace FineTune.Tokenizers;

/// <summary>DebertaTokenizer: <c>[CLS] A [SEP] [SEP] B [SEP]</c>, all of type 0.</summary>
internal sealed class DebertaFamily : ByteLevelFamily
{
    /// <inheritdoc/>
    protected override (string Name, string Token)[] Tokens =>
    [
        ("bos_token", "[CLS]"), ("eos_token", "[SEP]"), ("sep_token", "[SEP]"), ("cls_token", "[CLS]"), ("unk_token", "[UNK]"), ("pad_token", "[PAD]"),
        ("mask_token", "[MASK]"),
    ];

    /// <inheritdoc/>
    public override PostProcessor PostProcessor(SpecialTokenIds ids) =>
        Tokenizers.PostProcessor.DoubleSeparator(ids["cls_token"], ids["sep_token"]);
}
