namespace FineTune;

/// <summary>Pads encoded texts to the longest of them.</summary>
internal static class TextBatch
{
    public static Batch Of(IReadOnlyList<BatchEncoding> texts, PreTrainedTokenizer tokenizer)
    {
        int length = texts.Max(text => text.Length);
        bool ragged = texts.Any(text => text.Length != length);
        int padId = tokenizer.PadTokenId ?? (ragged ? Throw.NoPadToken(tokenizer.NameOrPath) : 0);
        Batch batch = new() { ["input_ids"] = Column(texts, length, tokenizer.PaddingSide, padId, text => text.InputIds) };
        if (texts[0].ContainsKey("token_type_ids"))
        {
            batch["token_type_ids"] = Column(texts, length, tokenizer.PaddingSide, tokenizer.PadTokenTypeId, text => text.TokenTypeIds);
        }

        batch["attention_mask"] = Column(texts, length, tokenizer.PaddingSide, 0, text => text.AttentionMask);
        return batch;
    }

    private static LongTensor Column(IReadOnlyList<BatchEncoding> texts, int length, Side side, int padding, Func<BatchEncoding, int[]> values)
    {
        long[] column = new long[texts.Count * length];
        Array.Fill(column, padding);
        for (int row = 0; row < texts.Count; row++)
        {
            int[] numbers = values(texts[row]);
            int start = (row * length) + (side == Side.Left ? length - numbers.Length : 0);
            for (int i = 0; i < numbers.Length; i++)
            {
                column[start + i] = numbers[i];
            }
        }

        return new LongTensor(column, new(texts.Count, length));
    }
}
