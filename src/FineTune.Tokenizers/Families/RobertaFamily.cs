namespace FineTune.Tokenizers;

/// <summary>RobertaTokenizer: <c>&lt;s&gt; A &lt;/s&gt; &lt;/s&gt; B &lt;/s&gt;</c>, all of type 0.</summary>
internal sealed class RobertaFamily : ByteLevelFamily
{
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
        settings["trim_offsets"] = settings.Bool("trim_offsets") ?? true;
    }

    /// <inheritdoc/>
    public override PostProcessor PostProcessor(SpecialTokenIds ids) => Tokenizers.PostProcessor.Roberta(
        ids["cls_token"], ids["sep_token"], ids.Settings.Bool("trim_offsets") ?? true, ids.Settings.Bool("add_prefix_space") ?? false);
}
