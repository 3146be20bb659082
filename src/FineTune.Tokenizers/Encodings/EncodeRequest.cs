namespace FineTune.Tokenizers;

/// <summary>The arguments of an encoding, checked and resolved once for all texts of a batch.</summary>
internal sealed class EncodeRequest(
    bool addSpecialTokens,
    bool splitSpecialTokens,
    TruncationParameters? truncation,
    PaddingParameters? padding,
    bool returnOverflowingTokens,
    EncodingColumns columns)
{
    public bool AddSpecialTokens => addSpecialTokens;

    public bool SplitSpecialTokens => splitSpecialTokens;

    public TruncationParameters? Truncation => truncation;

    public PaddingParameters? Padding => padding;

    public bool ReturnOverflowingTokens => returnOverflowingTokens;

    public EncodingColumns Columns => columns;
}
