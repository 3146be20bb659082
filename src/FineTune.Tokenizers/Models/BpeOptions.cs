namespace FineTune.Tokenizers;

/// <summary>The settings of a <see cref="Bpe"/> model, as tokenizer.json holds them.</summary>
internal sealed record BpeOptions
{
    /// <summary>Gets the dropout as it was read: null or 0.</summary>
    public double? Dropout { get; init; }

    public string? UnknownToken { get; init; }

    /// <summary>Gets what every character but a word's first is looked up with.</summary>
    public string? ContinuingSubwordPrefix { get; init; }

    /// <summary>Gets what a word's last character is looked up with.</summary>
    public string? EndOfWordSuffix { get; init; }

    /// <summary>Gets whether unknown characters side by side are one token.</summary>
    public bool FuseUnknown { get; init; }

    /// <summary>Gets whether an unknown character becomes tokens of its bytes.</summary>
    public bool ByteFallback { get; init; }

    /// <summary>Gets whether a word that is a token is one, whatever merges would make of it.</summary>
    public bool IgnoreMerges { get; init; }
}
