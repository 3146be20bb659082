namespace FineTune.Tokenizers;

/// <summary>The arguments of an encoding, checked and resolved once for all texts of a batch.</summary>
internal sealed record EncodeRequest
{
    public bool AddSpecialTokens { get; init; }

    public bool SplitSpecialTokens { get; init; }

    public TruncationParameters? Truncation { get; init; }

    public PaddingParameters? Padding { get; init; }

    public bool ReturnOverflowingTokens { get; init; }

    public EncodingColumns Columns { get; init; }
}
