namespace FineTune;

/// <summary>
/// What to set otherwise than a tokenizer's files say. Everything left null is as in the files, or the class's default.
/// </summary>
public sealed record TokenizerOptions
{
    /// <summary>Gets whether text is lower-cased. Default: as in tokenizer_config.json, otherwise true.</summary>
    /// <remarks>For tokenizers of the class <c>BertTokenizer</c> and its kin; others follow their tokenizer.json.</remarks>
    public bool? DoLowerCase { get; init; }

    /// <summary>Gets whether accents are stripped. Default: as in tokenizer_config.json, otherwise like <see cref="DoLowerCase"/>.</summary>
    public bool? StripAccents { get; init; }

    /// <summary>Gets whether every Chinese character is a word. Default: as in tokenizer_config.json, otherwise true.</summary>
    public bool? TokenizeChineseChars { get; init; }

    /// <summary>Gets the token that stands for unknown words.</summary>
    public string? UnkToken { get; init; }

    /// <summary>Gets the token that ends a text.</summary>
    public string? SepToken { get; init; }

    /// <summary>Gets the token that fills up short sequences.</summary>
    public string? PadToken { get; init; }

    /// <summary>Gets the token that begins a sequence and stands for all of it.</summary>
    public string? ClsToken { get; init; }

    /// <summary>Gets the token that hides another.</summary>
    public string? MaskToken { get; init; }

    /// <summary>Gets the beginning-of-sequence token.</summary>
    public string? BosToken { get; init; }

    /// <summary>Gets the end-of-sequence token.</summary>
    public string? EosToken { get; init; }

    /// <summary>Gets the longest input the model takes, in tokens.</summary>
    public int? ModelMaxLength { get; init; }

    /// <summary>Gets where padding is added.</summary>
    public Side? PaddingSide { get; init; }

    /// <summary>Gets where tokens are cut off.</summary>
    public Side? TruncationSide { get; init; }

    /// <summary>Gets which columns encoding returns by default.</summary>
    public IReadOnlyList<string>? ModelInputNames { get; init; }

    /// <summary>Gets whether decoding removes the spaces before punctuation.</summary>
    public bool? CleanUpTokenizationSpaces { get; init; }

    /// <summary>
    /// Gets how many threads encode a batch. Default: the environment variable <c>FINETUNE_NUM_THREADS</c>, otherwise all cores.
    /// </summary>
    public int? MaxDegreeOfParallelism { get; init; }

    /// <summary>Gets what is done with warnings. Default: nothing.</summary>
    public Action<string>? OnWarning { get; init; }
}
