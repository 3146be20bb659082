using FineTune.Tokenizers;

namespace FineTune;

public sealed partial class PreTrainedTokenizer
{
    /// <summary>
    /// Encodes a text that someone else cut into words, as labels of single words need it (the reference's
    /// <c>is_split_into_words</c>): <see cref="BatchEncoding.WordIds"/> tells which of the words a token belongs to, and offsets lie in
    /// that word.
    /// </summary>
    /// <param name="words">The words.</param>
    /// <param name="wordPairs">The words of a second text; null or empty for none.</param>
    /// <param name="padding"><inheritdoc cref="Encode" path="/param[@name='padding']"/></param>
    /// <param name="truncation"><inheritdoc cref="Encode" path="/param[@name='truncation']"/></param>
    /// <param name="maxLength"><inheritdoc cref="Encode" path="/param[@name='maxLength']"/></param>
    /// <param name="stride"><inheritdoc cref="Encode" path="/param[@name='stride']"/></param>
    /// <param name="padToMultipleOf"><inheritdoc cref="Encode" path="/param[@name='padToMultipleOf']"/></param>
    /// <param name="addSpecialTokens"><inheritdoc cref="Encode" path="/param[@name='addSpecialTokens']"/></param>
    /// <param name="paddingSide"><inheritdoc cref="Encode" path="/param[@name='paddingSide']"/></param>
    /// <param name="returnTokenTypeIds"><inheritdoc cref="Encode" path="/param[@name='returnTokenTypeIds']"/></param>
    /// <param name="returnAttentionMask"><inheritdoc cref="Encode" path="/param[@name='returnAttentionMask']"/></param>
    /// <param name="returnOverflowingTokens"><inheritdoc cref="Encode" path="/param[@name='returnOverflowingTokens']"/></param>
    /// <param name="returnSpecialTokensMask"><inheritdoc cref="Encode" path="/param[@name='returnSpecialTokensMask']"/></param>
    /// <param name="returnOffsetsMapping"><inheritdoc cref="Encode" path="/param[@name='returnOffsetsMapping']"/></param>
    /// <param name="returnLength"><inheritdoc cref="Encode" path="/param[@name='returnLength']"/></param>
    /// <param name="splitSpecialTokens"><inheritdoc cref="Encode" path="/param[@name='splitSpecialTokens']"/></param>
    /// <exception cref="ArgumentException">The arguments contradict each other, or the length cannot be reached.</exception>
    /// <exception cref="TokenizerException">A word is unknown, and the vocabulary has no token for that.</exception>
    public BatchEncoding EncodeWords(
        IReadOnlyList<string> words,
        IReadOnlyList<string>? wordPairs = null,
        Padding padding = default,
        Truncation truncation = default,
        int? maxLength = null,
        int stride = 0,
        int? padToMultipleOf = null,
        bool addSpecialTokens = true,
        Side? paddingSide = null,
        bool? returnTokenTypeIds = null,
        bool? returnAttentionMask = null,
        bool returnOverflowingTokens = false,
        bool returnSpecialTokensMask = false,
        bool returnOffsetsMapping = false,
        bool returnLength = false,
        bool? splitSpecialTokens = null)
    {
        ArgumentNullException.ThrowIfNull(words);
        EncodeRequest request = Resolve(
            padding, truncation, maxLength, stride, padToMultipleOf, paddingSide, addSpecialTokens, splitSpecialTokens, returnOverflowingTokens,
            Columns(returnTokenTypeIds, returnAttentionMask, returnSpecialTokensMask, returnOffsetsMapping, returnLength));
        SourceText? second = null;
        if (wordPairs is { Count: > 0 })
            second = SourceText.Of(wordPairs);
        return EncodeOne(SourceText.Of(words), second, request, maxLength);
    }
}
