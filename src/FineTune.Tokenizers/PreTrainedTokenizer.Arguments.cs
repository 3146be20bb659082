using FineTune.Tokenizers;

namespace FineTune;

public sealed partial class PreTrainedTokenizer
{
    /// <summary>Settles what the arguments together mean, as the reference does.</summary>
    private EncodeRequest Resolve(
        Padding padding,
        Truncation truncation,
        int? maxLength,
        int stride,
        int? padToMultipleOf,
        Side? paddingSide,
        bool addSpecialTokens,
        bool? splitSpecialTokens,
        bool returnOverflowingTokens,
        EncodingColumns columns)
    {
        CheckNumbers(maxLength, stride, padToMultipleOf);
        if (padding.IsTrue && maxLength is not null && truncation.Strategy == TruncationStrategy.DoNotTruncate)
            _options.OnWarning?.Invoke("maxLength has no effect with padding: true and no truncation. To pad to it, pass PaddingStrategy.MaxLength.");

        (PaddingStrategy pad, TruncationStrategy cut) = Strategies(padding, truncation, maxLength);
        int length = maxLength ?? ModelMaxLength;
        if (pad != PaddingStrategy.DoNotPad && PadTokenId is null)
            Throw.NoPaddingToken();
        if (cut != TruncationStrategy.DoNotTruncate)
            CheckTruncation(pad, length, stride, padToMultipleOf);

        EncodeRequest request = new(
            addSpecialTokens,
            splitSpecialTokens ?? _splitSpecialTokens,
            cut == TruncationStrategy.DoNotTruncate ? null : new(length, stride, cut, TruncationSide),
            pad == PaddingStrategy.DoNotPad
                ? null
                : new(pad == PaddingStrategy.MaxLength ? length : null, paddingSide ?? PaddingSide, PadTokenId!.Value, PadToken!, PadTokenTypeId,
                    padToMultipleOf),
            returnOverflowingTokens,
            columns);
        Note(request);
        return request;
    }

    private static void CheckNumbers(int? maxLength, int stride, int? padToMultipleOf)
    {
        if (maxLength < 0)
            Throw.Negative(nameof(maxLength), maxLength.Value);
        if (stride < 0)
            Throw.Negative(nameof(stride), stride);
        if (padToMultipleOf < 0)
            Throw.Negative(nameof(padToMultipleOf), padToMultipleOf.Value);
    }

    /// <summary>A length alone truncates; a length that nobody knows neither truncates nor pads.</summary>
    private (PaddingStrategy Padding, TruncationStrategy Truncation) Strategies(Padding padding, Truncation truncation, int? maxLength)
    {
        PaddingStrategy pad = padding.Strategy;
        if (maxLength is not null)
            return (pad, pad == PaddingStrategy.DoNotPad && !truncation.IsGiven ? TruncationStrategy.LongestFirst : truncation.Strategy);
        if (ModelMaxLength != UnknownMaxLength)
            return (pad, truncation.Strategy);
        if (pad == PaddingStrategy.MaxLength || truncation.Strategy != TruncationStrategy.DoNotTruncate)
            WarnOfUnknownLength();
        return (pad == PaddingStrategy.MaxLength ? PaddingStrategy.DoNotPad : pad, TruncationStrategy.DoNotTruncate);
    }

    private void WarnOfUnknownLength()
    {
        if (Interlocked.Exchange(ref _warnedOfUnknownLength, 1) == 0)
        {
            _options.OnWarning?.Invoke(
                "Truncation and padding to the longest input have no effect: no file says how long it is. Pass maxLength, or " +
                "new TokenizerOptions { ModelMaxLength = 512 }.");
        }
    }

    private void CheckTruncation(PaddingStrategy padding, int length, int stride, int? padToMultipleOf)
    {
        if (padding != PaddingStrategy.DoNotPad && padToMultipleOf is int multiple and > 0 && length % multiple != 0)
            Throw.NotAMultiple(length, multiple);
        if (stride > Math.Max(0, length - NumSpecialTokensToAdd()))
            Throw.StrideTooLong(stride, Math.Max(0, length - NumSpecialTokensToAdd()));
    }

    /// <summary>What was asked for last is what tokenizer.json is saved with.</summary>
    private void Note(EncodeRequest request)
    {
        if (_backend.Truncation != request.Truncation)
            _backend.Truncation = request.Truncation;
        if (_backend.Padding != request.Padding)
            _backend.Padding = request.Padding;
    }

    private EncodingColumns Columns(bool? typeIds, bool? attentionMask, bool specialTokensMask, bool offsets, bool length) =>
        (typeIds ?? _hasTypeIds ? EncodingColumns.TokenTypeIds : 0)
        | (attentionMask ?? _hasAttentionMask ? EncodingColumns.AttentionMask : 0)
        | (specialTokensMask ? EncodingColumns.SpecialTokensMask : 0)
        | (offsets ? EncodingColumns.OffsetMapping : 0)
        | (length ? EncodingColumns.Length : 0);
}
