namespace FineTune.Tokenizers;

/// <summary>An encoding that is not padded yet, and what truncation cut off.</summary>
internal readonly record struct Assembled(Encoding Encoding, List<Encoding> Overflowing)
{
    /// <summary>Pads as asked for, in a batch whose longest encoding has a given length, and makes it public.</summary>
    public BatchEncoding Finish(PreTrainedTokenizer tokenizer, SourceText first, SourceText? second, EncodeRequest request, int longest)
    {
        BatchEncoding[] rest = Overflowing.Count == 0 ? [] : new BatchEncoding[Overflowing.Count];
        for (int i = 0; i < rest.Length; i++)
            rest[i] = Wrap(Overflowing[i], []);
        return Wrap(Encoding, rest);

        BatchEncoding Wrap(Encoding encoding, BatchEncoding[] overflowing)
        {
            if (request.Padding is PaddingParameters padding)
                encoding.Pad(padding.Target(longest), padding);
            return new BatchEncoding(encoding, request.Columns, tokenizer, first, second, overflowing);
        }
    }
}
