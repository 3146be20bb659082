namespace FineTune;

/// <summary>
/// The tokens of a padded batch that count, packed: <c>[N]</c> ids, positions and token types, checked against the model's sizes.
/// </summary>
internal sealed class EncoderInput
{
    private EncoderInput(SequenceLayout layout, int[] ids, int[] positions, int[] tokenTypes)
    {
        Layout = layout;
        Ids = ids;
        Positions = positions;
        TokenTypes = tokenTypes;
    }

    /// <summary>Gets where the packed tokens lie in the padded batch.</summary>
    public SequenceLayout Layout { get; }

    /// <summary>Gets the token ids, <c>[N]</c>.</summary>
    public int[] Ids { get; }

    /// <summary>Gets the columns of the tokens in the padded batch, <c>[N]</c>.</summary>
    public int[] Positions { get; }

    /// <summary>Gets which text of a pair each token belongs to, <c>[N]</c>; empty for a model without token types.</summary>
    public int[] TokenTypes { get; }

    /// <summary>Packs a batch.</summary>
    /// <param name="batch">The batch; without a mask every token counts, without token types all are 0.</param>
    /// <param name="config">The model's sizes.</param>
    /// <param name="tokenTypes">The number of token types, or 0 for a model that has none.</param>
    public static EncoderInput Of(Batch batch, PretrainedConfig config, int tokenTypes)
    {
        ArgumentNullException.ThrowIfNull(batch);
        foreach (string key in (ReadOnlySpan<string>)["inputs_embeds", "position_ids"])
        {
            if (batch.TryGetValue(key, out _))
            {
                Throw.UnsupportedInput(key);
            }
        }

        LongTensor ids = batch.InputIds ?? Throw.NoInputIds(batch.Keys);
        CheckLength(ids, config);
        CheckShape("attention_mask", ids, batch.AttentionMask);
        CheckShape("token_type_ids", ids, batch.TokenTypeIds);
        SequenceLayout layout = batch.AttentionMask is { } mask
            ? SequenceLayout.FromMask(mask)
            : SequenceLayout.Full(ids.Shape[0], ids.Shape[1]);
        return new(
            layout,
            Pack("input_ids", ids, layout, config.VocabSize, "vocab_size"),
            Columns(layout),
            tokenTypes == 0 ? [] : PackTypes(batch.TokenTypeIds, layout, tokenTypes));
    }

    private static void CheckLength(LongTensor ids, PretrainedConfig config)
    {
        if (ids.Shape.Rank != 2 || ids.Length == 0)
        {
            Throw.BadInputIds(ids.Shape);
        }

        if (ids.Shape[1] > config.MaxPositionEmbeddings)
        {
            Throw.SequenceTooLong(ids.Shape[1], config.MaxPositionEmbeddings);
        }
    }

    private static void CheckShape(string name, LongTensor ids, LongTensor? other)
    {
        if (other is not null && other.Shape != ids.Shape)
        {
            Throw.InputShapesDiffer(name, other.Shape, ids.Shape);
        }
    }

    private static int[] PackTypes(LongTensor? types, SequenceLayout layout, int count) =>
        types is null ? new int[layout.TokenCount] : Pack("token_type_ids", types, layout, count, "type_vocab_size");

    private static int[] Pack(string name, LongTensor values, SequenceLayout layout, int limit, string limitName)
    {
        int[] packed = new int[layout.TokenCount];
        ReadOnlySpan<long> all = values.Span;
        for (int i = 0; i < packed.Length; i++)
        {
            int row = layout.PaddedRows[i];
            long value = all[row];
            if (value < 0 || value >= limit)
            {
                Throw.IdOutOfRange(name, value, row / layout.PaddedLength, row % layout.PaddedLength, limit, limitName);
            }

            packed[i] = (int)value;
        }

        return packed;
    }

    private static int[] Columns(SequenceLayout layout)
    {
        int[] columns = new int[layout.TokenCount];
        for (int i = 0; i < columns.Length; i++)
        {
            columns[i] = layout.PaddedRows[i] % layout.PaddedLength;
        }

        return columns;
    }
}
