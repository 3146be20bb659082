namespace FineTune.Tokenizers;

/// <summary>What an encoding shows as a dictionary, in this order after the ids.</summary>
[Flags]
internal enum EncodingColumns
{
    None = 0,
    TokenTypeIds = 1,
    AttentionMask = 2,
    SpecialTokensMask = 4,
    OffsetMapping = 8,
    Length = 16,
}
