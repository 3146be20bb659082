namespace FineTune.Tokenizers;

/// <summary>From texts to encodings: tokens, truncation, special tokens. Padding comes when the whole batch is known.</summary>
internal static class Assembler
{
    public static Assembled Assemble(TokenizerBackend backend, SourceText first, SourceText? second, EncodeRequest request)
    {
        TokenBuffer buffer = TokenBuffer.OfThread;
        buffer.Clear();
        AddedVocabulary added = backend.Added;
        first.Encode(backend.TextEncoder, added, request.SplitSpecialTokens, buffer);
        TokenSlice firstTokens = new(0, buffer.Count);
        TokenSlice? secondTokens = null;
        if (second is SourceText source)
        {
            source.Encode(backend.TextEncoder, added, request.SplitSpecialTokens, buffer);
            secondTokens = new TokenSlice(firstTokens.End, buffer.Count);
        }

        PostProcessor postProcessor = backend.PostProcessor;
        EncodingBuilder builder = new(backend, request.AddSpecialTokens, buffer);
        int special = !request.AddSpecialTokens ? 0 : second is null ? postProcessor.AddedToSingle : postProcessor.AddedToPair;
        if (request.Truncation is not TruncationParameters truncation || buffer.Count + special <= truncation.MaxLength)
            return new(builder.Build(firstTokens, secondTokens), []);
        if (truncation.MaxLength < special)
            Throw.TooShortForSpecialTokens(truncation.MaxLength, special);

        (List<TokenSlice> firsts, List<TokenSlice> seconds) =
            Truncator.Truncate(firstTokens, secondTokens, truncation, truncation.MaxLength - special);
        return new(
            builder.Build(firsts[0], seconds.Count > 0 ? seconds[0] : null),
            request.ReturnOverflowingTokens ? builder.BuildOverflow(firsts, seconds) : []);
    }
}
