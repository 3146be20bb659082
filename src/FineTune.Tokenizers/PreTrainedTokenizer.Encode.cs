using FineTune.Tokenizers;

namespace FineTune;

public sealed partial class PreTrainedTokenizer
{
    private int _warnedOfLength, _warnedOfUnknownLength;

    /// <summary>Encodes a text, or a pair of texts.</summary>
    /// <param name="text">The text.</param>
    /// <param name="textPair">The second text; null or empty for none.</param>
    /// <param name="padding">Whether and how far to pad. Default not at all.</param>
    /// <param name="truncation">Whether and how to truncate. Default not at all, unless <paramref name="maxLength"/> is given alone.</param>
    /// <param name="maxLength">The length to truncate and pad to, special tokens included. Default <see cref="ModelMaxLength"/>.</param>
    /// <param name="stride">How many tokens of a window what overflows begins with again. Default 0.</param>
    /// <param name="padToMultipleOf">A number the padded length is a multiple of. Default any.</param>
    /// <param name="addSpecialTokens">Whether to put special tokens around the text. Default true.</param>
    /// <param name="paddingSide">Where padding is added. Default <see cref="PaddingSide"/>.</param>
    /// <param name="returnTokenTypeIds">Whether there is a column <c>token_type_ids</c>. Default by <see cref="ModelInputNames"/>.</param>
    /// <param name="returnAttentionMask">Whether there is a column <c>attention_mask</c>. Default by <see cref="ModelInputNames"/>.</param>
    /// <param name="returnOverflowingTokens">Whether to keep what is cut off, in <see cref="BatchEncoding.Overflowing"/>. Default false.</param>
    /// <param name="returnSpecialTokensMask">Whether there is a column <c>special_tokens_mask</c>. Default false.</param>
    /// <param name="returnOffsetsMapping">Whether there is a column <c>offset_mapping</c>. Default false.</param>
    /// <param name="returnLength">Whether there is a column <c>length</c>. Default false.</param>
    /// <param name="splitSpecialTokens">Whether special tokens in the text are ordinary text. Default as in tokenizer_config.json.</param>
    /// <exception cref="ArgumentException">The arguments contradict each other, or the length cannot be reached.</exception>
    /// <exception cref="TokenizerException">A word is unknown, and the vocabulary has no token for that.</exception>
    public BatchEncoding Encode(
        string text,
        string? textPair = null,
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
        ArgumentNullException.ThrowIfNull(text);
        EncodeRequest request = Resolve(
            padding, truncation, maxLength, stride, padToMultipleOf, paddingSide, addSpecialTokens, splitSpecialTokens, returnOverflowingTokens,
            Columns(returnTokenTypeIds, returnAttentionMask, returnSpecialTokensMask, returnOffsetsMapping, returnLength));
        return EncodeOne(SourceText.Of(text), SourceText.OfOptional(textPair?.Length > 0 ? textPair : null), request, maxLength);
    }

    /// <summary>Encodes many texts, or pairs of texts, in parallel.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="textPairs">The second texts, one for each text (an empty one is a second text all the same), or null for none.</param>
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
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>One encoding for each text, in order.</returns>
    /// <exception cref="ArgumentException">The arguments contradict each other, or the length cannot be reached.</exception>
    /// <exception cref="TokenizerException">A word is unknown, and the vocabulary has no token for that.</exception>
    /// <exception cref="OperationCanceledException">The work was ended early.</exception>
    public IReadOnlyList<BatchEncoding> EncodeBatch(
        IReadOnlyList<string> texts,
        IReadOnlyList<string>? textPairs = null,
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
        bool? splitSpecialTokens = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        if (textPairs is not null && textPairs.Count != texts.Count)
            Throw.PairsDiffer(texts.Count, textPairs.Count);
        EncodeRequest request = Resolve(
            padding, truncation, maxLength, stride, padToMultipleOf, paddingSide, addSpecialTokens, splitSpecialTokens, returnOverflowingTokens,
            Columns(returnTokenTypeIds, returnAttentionMask, returnSpecialTokensMask, returnOffsetsMapping, returnLength));
        return EncodeAll(texts, textPairs, request, maxLength, cancellationToken);
    }

    /// <summary>The tokens of a text, or a pair, as the vocabulary spells them.</summary>
    /// <param name="text">The text.</param>
    /// <param name="textPair">The second text, or null.</param>
    /// <param name="addSpecialTokens">Whether to put special tokens around the text. Default false.</param>
    public IReadOnlyList<string> Tokenize(string text, string? textPair = null, bool addSpecialTokens = false) =>
        Encode(text, textPair, addSpecialTokens: addSpecialTokens).Tokens;

    private BatchEncoding[] EncodeAll(
        IReadOnlyList<string> texts, IReadOnlyList<string>? textPairs, EncodeRequest request, int? maxLength, CancellationToken cancellationToken)
    {
        Assembled[] assembled = new Assembled[texts.Count];
        BatchWork.Run(texts.Count, _options.MaxDegreeOfParallelism, cancellationToken, i =>
        {
            ArgumentNullException.ThrowIfNull(texts[i]);
            if (textPairs is not null)
                ArgumentNullException.ThrowIfNull(textPairs[i]);
            assembled[i] = Assembler.Assemble(_backend, SourceText.Of(texts[i]), SourceText.OfOptional(textPairs?[i]), request);
        });

        int longest = 0;
        foreach (Assembled one in assembled)
            longest = Math.Max(longest, one.Encoding.Length);
        WarnOfLength(longest, maxLength);
        BatchEncoding[] result = new BatchEncoding[assembled.Length];
        for (int i = 0; i < result.Length; i++)
            result[i] = assembled[i].Finish(this, SourceText.Of(texts[i]), SourceText.OfOptional(textPairs?[i]), request, longest);
        return result;
    }

    private BatchEncoding EncodeOne(SourceText first, SourceText? second, EncodeRequest request, int? maxLength)
    {
        Assembled assembled = Assembler.Assemble(_backend, first, second, request);
        WarnOfLength(assembled.Encoding.Length, maxLength);
        return assembled.Finish(this, first, second, request, assembled.Encoding.Length);
    }

    private void WarnOfLength(int length, int? maxLength)
    {
        if (maxLength is null && length > ModelMaxLength && ModelMaxLength != 0 && Interlocked.Exchange(ref _warnedOfLength, 1) == 0)
        {
            _options.OnWarning?.Invoke(
                $"A text has {length} tokens, but the model takes {ModelMaxLength}: it will fail on it. Pass truncation: true.");
        }
    }
}
