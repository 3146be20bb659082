namespace FineTune.Tokenizers;

/// <summary>GPT2Tokenizer: no special tokens around texts, but those of tokenizer.json.</summary>
internal sealed class Gpt2Family : ByteLevelFamily
{
    private const string End = "<|endoftext|>";

    /// <inheritdoc/>
    protected override (string Name, string Token)[] Tokens => [("unk_token", End), ("bos_token", End), ("eos_token", End)];

    /// <inheritdoc/>
    public override void SetDefaults(TokenizerSettings settings)
    {
        base.SetDefaults(settings);
        settings.SetDefault("pad_token", null);
    }

    /// <inheritdoc/>
    public override PostProcessor? PostProcessor(SpecialTokenIds ids) => ids.Stored;
}
