namespace FineTune;

/// <summary>Lets a tokenizer take columns of a <see cref="Dataset"/>, as in <c>tokenizer.EncodeBatch(batch["text"], truncation: true)</c>.</summary>
public static class TokenizerExtensions
{
    /// <summary>Encodes the texts of a column, or the pairs of two, in parallel.</summary>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="textPairs">The second texts, or null for none.</param>
    /// <param name="padding"><inheritdoc cref="PreTrainedTokenizer.Encode" path="/param[@name='padding']"/></param>
    /// <param name="truncation"><inheritdoc cref="PreTrainedTokenizer.Encode" path="/param[@name='truncation']"/></param>
    /// <param name="maxLength"><inheritdoc cref="PreTrainedTokenizer.Encode" path="/param[@name='maxLength']"/></param>
    /// <param name="stride"><inheritdoc cref="PreTrainedTokenizer.Encode" path="/param[@name='stride']"/></param>
    /// <param name="padToMultipleOf"><inheritdoc cref="PreTrainedTokenizer.Encode" path="/param[@name='padToMultipleOf']"/></param>
    /// <param name="addSpecialTokens"><inheritdoc cref="PreTrainedTokenizer.Encode" path="/param[@name='addSpecialTokens']"/></param>
    /// <param name="returnTokenTypeIds"><inheritdoc cref="PreTrainedTokenizer.Encode" path="/param[@name='returnTokenTypeIds']"/></param>
    /// <param name="returnAttentionMask"><inheritdoc cref="PreTrainedTokenizer.Encode" path="/param[@name='returnAttentionMask']"/></param>
    /// <param name="returnSpecialTokensMask"><inheritdoc cref="PreTrainedTokenizer.Encode" path="/param[@name='returnSpecialTokensMask']"/></param>
    /// <param name="returnOffsetsMapping"><inheritdoc cref="PreTrainedTokenizer.Encode" path="/param[@name='returnOffsetsMapping']"/></param>
    /// <param name="returnLength"><inheritdoc cref="PreTrainedTokenizer.Encode" path="/param[@name='returnLength']"/></param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>One encoding for each text, in order: rows that <c>MapBatched</c> adds as columns.</returns>
    /// <exception cref="InvalidCastException">A value of a column is no text; the message names row, column, value and fix.</exception>
    /// <exception cref="ArgumentException">The arguments contradict each other, or the length cannot be reached.</exception>
    /// <exception cref="TokenizerException">A word is unknown, and the vocabulary has no token for that.</exception>
    public static IReadOnlyList<BatchEncoding> EncodeBatch(
        this PreTrainedTokenizer tokenizer,
        Column texts,
        Column? textPairs = null,
        Padding padding = default,
        Truncation truncation = default,
        int? maxLength = null,
        int stride = 0,
        int? padToMultipleOf = null,
        bool addSpecialTokens = true,
        bool? returnTokenTypeIds = null,
        bool? returnAttentionMask = null,
        bool returnSpecialTokensMask = false,
        bool returnOffsetsMapping = false,
        bool returnLength = false,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(texts);
        return tokenizer.EncodeBatch(
            texts.ToArray<string>(),
            textPairs?.ToArray<string>(),
            padding,
            truncation,
            maxLength,
            stride,
            padToMultipleOf,
            addSpecialTokens,
            returnTokenTypeIds: returnTokenTypeIds,
            returnAttentionMask: returnAttentionMask,
            returnSpecialTokensMask: returnSpecialTokensMask,
            returnOffsetsMapping: returnOffsetsMapping,
            returnLength: returnLength,
            cancellationToken: cancellationToken);
    }
}
